using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Network;

/// <summary>Who this node is: the member whose identity key signs the bindings of its link certificates.</summary>
/// <remarks>Borrows the key, which its owner disposes after the hub that uses it.</remarks>
public sealed class NodeIdentity(MemberId member, SigningKey key)
{
    /// <summary>The member.</summary>
    public MemberId Member { get; } = member;

    /// <summary>The public half of its identity key.</summary>
    public PublicKey PublicKey => key.PublicKey;

    /// <summary>Signs a hash that has a domain of its own.</summary>
    internal Signature Sign(Hash256 hash) => key.Sign(hash);
}
