using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Komandor.Cryptography;
using Komandor.Primitives;
using PublicKey = Komandor.Primitives.PublicKey;

namespace Komandor.Network;

/// <summary>Makes and judges the certificates that links show: docs/protocol/link.md §2.</summary>
/// <remarks>X.509 only carries the key for TLS. Names, issuers and the certificate's own dates and signature decide nothing: the binding does.</remarks>
public static class LinkCertificate
{
    /// <summary>The extension that holds the binding: an arc under a UUID (X.667), which needs no registration.</summary>
    public const string BindingOid = "2.25.268719662329667673313843700667941938928";

    /// <summary>The longest window that a binding may have.</summary>
    public const int MaximumValidityDays = 31;

    // A clock of another node may be this much behind ours.
    private const long SkewMicroseconds = 300 * Timestamp.PerSecond;

    // SubjectPublicKeyInfo of a P-256 key up to the mark of an uncompressed point; 64 bytes follow.
    private static readonly byte[] _p256Prefix = Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    /// <summary>Makes a certificate over a fresh ECDSA P-256 key, bound to <paramref name="identity"/>.</summary>
    /// <param name="identity">Who signs the binding.</param>
    /// <param name="scope">The chain and shard.</param>
    /// <param name="now">The moment; the binding begins five minutes earlier.</param>
    /// <param name="validityHours">How long it lasts after <paramref name="now"/>: 1 hour to 30 days.</param>
    /// <returns>The certificate with its private key; the caller disposes it.</returns>
    public static X509Certificate2 Create(NodeIdentity identity, LinkScope scope, Timestamp now, int validityHours)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        LinkBinding binding = Sign(identity, new LinkBinding
        {
            Version = LinkBinding.CurrentVersion,
            Scope = scope,
            Member = identity.Member,
            Key = identity.PublicKey,
            Certificate = KeyHash(key.ExportSubjectPublicKeyInfo()),
            NotBefore = now.Plus(-SkewMicroseconds),
            NotAfter = now.Plus(validityHours * 3600L * Timestamp.PerSecond),
        });
        return Create(key, binding.Encode(), binding.NotBefore, binding.NotAfter);
    }

    /// <summary>Judges the certificate that the other side showed and proved to hold the key of.</summary>
    /// <param name="certificate">The certificate; null when none was shown.</param>
    /// <param name="scope">Our chain and shard.</param>
    /// <param name="expected">The identity key of each member that may be on the other side.</param>
    /// <param name="dialled">The member that was dialled; null when the other side dialled.</param>
    /// <param name="now">The moment.</param>
    /// <param name="member">Who is on the other side, when the result is <see cref="LinkFault.None"/>.</param>
    /// <returns>The first rule broken, in the order LN6 to LN20, cheap ones before the signature.</returns>
    public static LinkFault Verify(
        X509Certificate2? certificate,
        LinkScope scope,
        IReadOnlyDictionary<MemberId, PublicKey> expected,
        MemberId? dialled,
        Timestamp now,
        out MemberId member)
    {
        member = default;
        if (certificate is null)
        {
            return LinkFault.NoCertificate;
        }

        byte[] keyInfo = certificate.PublicKey.ExportSubjectPublicKeyInfo();
        if (keyInfo.Length != _p256Prefix.Length + 64 || !keyInfo.AsSpan().StartsWith(_p256Prefix))
        {
            return LinkFault.WrongCertificateKey;
        }

        X509Extension? extension = null;
        foreach (X509Extension candidate in certificate.Extensions)
        {
            if (candidate.Oid?.Value == BindingOid)
            {
                if (extension is not null)
                {
                    return LinkFault.NoBinding;
                }

                extension = candidate;
            }
        }

        if (extension is null)
        {
            return LinkFault.NoBinding;
        }

        if (!LinkBinding.TryDecode(extension.RawData, out LinkBinding? binding, out _))
        {
            return LinkFault.BindingMalformed;
        }

        LinkFault fault = Judge(binding, scope, expected, dialled, KeyHash(keyInfo), now);
        member = fault == LinkFault.None ? binding.Member : default;
        return fault;
    }

    /// <summary>Completes a binding with the identity's signature.</summary>
    internal static LinkBinding Sign(NodeIdentity identity, LinkBinding binding) =>
        binding with { Signature = identity.Sign(binding.SigningHash()) };

    /// <summary>A self-signed certificate over <paramref name="key"/> with <paramref name="binding"/> as its extension.</summary>
    internal static X509Certificate2 Create(ECDsa key, byte[] binding, Timestamp notBefore, Timestamp notAfter)
    {
        CertificateRequest request = new("CN=komandor", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension(BindingOid, binding, critical: false));
        return request.CreateSelfSigned(notBefore.ToDateTimeOffset(), notAfter.ToDateTimeOffset());
    }

    /// <summary>What a binding says of a certificate's key: SHA-256 of its SubjectPublicKeyInfo.</summary>
    internal static Hash256 KeyHash(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        Span<byte> hash = stackalloc byte[Hash256.SizeBytes];
        SHA256.HashData(subjectPublicKeyInfo, hash);
        return new Hash256(hash);
    }

    private static LinkFault Judge(
        LinkBinding binding,
        LinkScope scope,
        IReadOnlyDictionary<MemberId, PublicKey> expected,
        MemberId? dialled,
        Hash256 certificate,
        Timestamp now)
    {
        if (binding.Version != LinkBinding.CurrentVersion)
        {
            return LinkFault.BindingVersion;
        }

        if (binding.Scope.Chain != scope.Chain)
        {
            return LinkFault.WrongChain;
        }

        if (binding.Scope.Shard != scope.Shard)
        {
            return LinkFault.WrongShard;
        }

        if (!expected.TryGetValue(binding.Member, out PublicKey key))
        {
            return LinkFault.UnknownMember;
        }

        if (binding.Key != key)
        {
            return LinkFault.WrongKey;
        }

        if (dialled is { } wanted && wanted != binding.Member)
        {
            return LinkFault.WrongMember;
        }

        if (binding.Certificate != certificate)
        {
            return LinkFault.BindingForAnotherCertificate;
        }

        LinkFault window = JudgeWindow(binding, now);
        if (window != LinkFault.None)
        {
            return window;
        }

        Span<byte> message = stackalloc byte[Hash256.SizeBytes];
        binding.SigningHash().CopyTo(message);
        return Ed25519.Verify(key, message, binding.Signature) ? LinkFault.None : LinkFault.BindingSignature;
    }

    private static LinkFault JudgeWindow(LinkBinding binding, Timestamp now)
    {
        // Both lie in 0 to 2^63 - 1, so the difference cannot overflow.
        long length = binding.NotAfter.UnixMicroseconds - binding.NotBefore.UnixMicroseconds;
        if (length <= 0 || length > MaximumValidityDays * 86_400L * Timestamp.PerSecond)
        {
            return LinkFault.BindingWindow;
        }

        if (now < binding.NotBefore)
        {
            return LinkFault.BindingNotYetValid;
        }

        return now > binding.NotAfter ? LinkFault.BindingExpired : LinkFault.None;
    }
}
