using Komandor.Primitives;
using Komandor.State;
using Komandor.State.Tags;

namespace Komandor.Ledger;

/// <summary>Shows under a header that a tag was spent, or that it was not: the object that names the set's root, and the way to the tag.</summary>
/// <param name="Object">The object's value; null before the first tag was spent.</param>
/// <param name="ObjectProof">That the state has it, or that it has none.</param>
/// <param name="TagProof">That the set has the tag, or that it does not.</param>
public sealed record SpentTagProof(byte[]? Object, StateProof ObjectProof, byte[] TagProof)
{
    /// <summary>Checks an untrusted proof.</summary>
    /// <param name="stateRoot">The state root of a header that is trusted.</param>
    /// <param name="tag">The tag's name, <see cref="Private.PrivateObjects.Tag"/>.</param>
    /// <param name="isSpent">What is claimed.</param>
    public SpentTagFault Verify(Hash256 stateRoot, ObjectId tag, bool isSpent) =>
        StateProofVerifier.Verify(stateRoot, SystemObjects.SpentTags.Value, Object, ObjectProof) != StateProofFault.None
            || !SpentTags.TryDecode(Object, out SpentTags tags)
            ? SpentTagFault.ObjectUnproven
            : TagProofVerifier.Verify(tags.Root, tag.Value, isSpent, TagProof) != TagProofFault.None
                ? SpentTagFault.TagUnproven
                : SpentTagFault.None;
}
