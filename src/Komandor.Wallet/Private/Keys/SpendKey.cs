using System.Buffers.Binary;
using System.Security.Cryptography;
using Komandor.Cryptography;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;

namespace Komandor.Wallet.Private.Keys;

/// <summary>All private keys of an account: r and p spend, the rest sees. Zeroed when disposed.</summary>
/// <remarks>docs/protocol/private-wallet.md §1.</remarks>
internal sealed class SpendKey : IDisposable
{
    private static readonly HashDomain _rootDomain = new("komandor.root");
    private static readonly HashDomain _spendDomain = new("komandor.key.r");
    private static readonly HashDomain _ringDomain = new("komandor.key.p");
    private static readonly HashDomain _serialDomain = new("komandor.key.s");
    private static readonly HashDomain _findDomain = new("komandor.key.i");
    private static readonly HashDomain _outgoingDomain = new("komandor.key.o");

    // r and p.
    private readonly Scalar[] _secrets = GC.AllocateArray<Scalar>(2, pinned: true);

    private SpendKey(in Scalar spend, in Scalar ring, FullViewKey view)
    {
        _secrets[0] = spend;
        _secrets[1] = ring;
        View = view;
    }

    /// <summary>The full view key; disposed with this one.</summary>
    internal FullViewKey View { get; }

    /// <summary>r.</summary>
    internal ref readonly Scalar Spend => ref _secrets[0];

    /// <summary>p.</summary>
    internal ref readonly Scalar Ring => ref _secrets[1];

    /// <summary>Derives the keys of an account.</summary>
    /// <param name="seed">The 64 bytes of the BIP-39 seed.</param>
    /// <param name="account">The account: 0.</param>
    internal static SpendKey Derive(ReadOnlySpan<byte> seed, uint account)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(number, account);
        Span<byte> root = stackalloc byte[KeyHash.SizeBytes];
        Span<byte> outgoing = stackalloc byte[KeyHash.SizeBytes];
        KeyHash.Hash(_rootDomain, seed, number, root);
        KeyHash.Hash(_outgoingDomain, root, [], outgoing);
        Scalar spend = KeyHash.Scalar(_spendDomain, root, []);
        Scalar ring = KeyHash.Scalar(_ringDomain, root, []);
        FullViewKey view = new(
            KeyHash.Scalar(_findDomain, root, []),
            KeyHash.Scalar(_serialDomain, root, []),
            Generators.Spend.Multiply(spend),
            FixedBase.Generator.Multiply(ring),
            outgoing[..32]);
        CryptographicOperations.ZeroMemory(root);
        CryptographicOperations.ZeroMemory(outgoing);
        return new SpendKey(spend, ring, view);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ScalarSpans.Zero(_secrets);
        View.Dispose();
    }
}
