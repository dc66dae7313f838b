using Komandor.Cryptography.Proofs;

namespace Komandor.Ledger.Private;

/// <summary>Numbers and sizes of private transactions: docs/protocol/private-money.md §2 and §3.</summary>
public static class PrivateLimits
{
    /// <summary>The version of the proofs.</summary>
    public const byte ProofVersion = 1;

    /// <summary>The members of a ring.</summary>
    public const int RingMembers = RingSignature.MemberCount;

    /// <summary>The most ring inputs.</summary>
    public const int RingInputs = 16;

    /// <summary>The inputs of a shielded transaction that spends notes.</summary>
    public const int ShieldedInputs = 2;

    /// <summary>The fewest outputs.</summary>
    public const int MinimumOutputs = 2;

    /// <summary>The most outputs, in the ring tier: what one range proof takes.</summary>
    public const int MaximumOutputs = RangeProof.MaximumCount;

    /// <summary>The bytes of an output's sealed value: 8, and 16 by which its owner computes the ephemeral key again.</summary>
    public const int SealedValueSizeBytes = 24;

    /// <summary>The bytes of a private memo.</summary>
    public const int MemoSizeBytes = 512;

    /// <summary>The bytes of a sealed memo.</summary>
    public const int SealedMemoSizeBytes = MemoSizeBytes + 16;

    /// <summary>The bytes of what a payer seals to itself.</summary>
    public const int RecoverySizeBytes = 160;

    /// <summary>The bytes of an output.</summary>
    public const int OutputSizeBytes = (3 * 32) + 1 + SealedValueSizeBytes;

    /// <summary>The notes from the first of one cover set to the first of the next.</summary>
    public const int SetStep = 2048;

    /// <summary>The most notes of a cover set: with the virtual place 4,096 places.</summary>
    public const int SetNotes = (2 * SetStep) - 1;

    /// <summary>The most digits of a place in a cover set, in base 4.</summary>
    public const int SetDigits = 6;

    /// <summary>The largest index of a note and height of a block that an encoding may name: sums with sizes stay far below 64 bits.</summary>
    public const ulong MaximumIndex = 1UL << 56;

    /// <summary>How long an order pauses a pool, in microseconds: 14 days.</summary>
    public const long PauseMicroseconds = 14L * 24 * 3600 * Primitives.Timestamp.PerSecond;
}
