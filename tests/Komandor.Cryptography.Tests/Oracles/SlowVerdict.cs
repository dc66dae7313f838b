namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>What a slow verifier says: valid, or the first rule of transcripts.md §3 that is broken.</summary>
internal enum SlowVerdict
{
    Valid,
    P1,
    P2,
    P3,
    P4,
    P5,
    P6,
    P7,
    P8,
}
