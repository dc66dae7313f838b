using Komandor.Ledger;

namespace Komandor.Replica;

/// <summary>A header whose certificate was checked, or was read back from one's own store.</summary>
internal sealed record CertifiedHeader(BlockHeader Header, Certificate Certificate);
