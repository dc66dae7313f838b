using System.Collections.Immutable;

namespace Komandor.State;

/// <summary>The canonical encoding of a proof of presence or absence; <c>StateProofVerifier</c> checks it against a root.</summary>
/// <param name="Encoded">The bytes, as docs/protocol/state.md §3 defines them.</param>
public sealed record StateProof(ImmutableArray<byte> Encoded);
