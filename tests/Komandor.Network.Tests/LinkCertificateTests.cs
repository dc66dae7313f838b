using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Komandor.Primitives;

namespace Komandor.Network.Tests;

/// <summary>The rules of the binding that need no socket; those that a listener meets are in <see cref="LinkRefusalTests"/>.</summary>
public sealed class LinkCertificateTests
{
    [Fact]
    public void Verify_OwnMake_IsAcceptedAsItsMember()
    {
        using X509Certificate2 certificate = TestNetwork.Certificate(2);
        Assert.Equal(LinkFault.None, Verify(certificate, out MemberId member));
        Assert.Equal(new MemberId(2), member);
    }

    [Fact]
    public void Verify_KeyOnAnotherCurve_IsRefusedByRuleN7()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        byte[] binding = TestNetwork.Binding(2, LinkCertificate.KeyHash(key.ExportSubjectPublicKeyInfo())).Encode();
        using X509Certificate2 certificate = LinkCertificate.Create(key, binding, TestNetwork.Now, TestNetwork.Now.Plus(Timestamp.PerSecond * 9));
        Assert.Equal(LinkFault.WrongCertificateKey, Verify(certificate, out _));
    }

    [Fact]
    public void Verify_NoExtension_IsRefusedByRuleN8()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=komandor", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1));
        Assert.Equal(LinkFault.NoBinding, Verify(certificate, out _));
    }

    [Fact]
    public void Verify_BindingCutShort_IsRefusedByRuleN9()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] binding = TestNetwork.Binding(2, LinkCertificate.KeyHash(key.ExportSubjectPublicKeyInfo())).Encode();
        using X509Certificate2 certificate = LinkCertificate.Create(
            key, binding[..^1], TestNetwork.Now, TestNetwork.Now.Plus(Timestamp.PerSecond * 9));
        Assert.Equal(LinkFault.BindingMalformed, Verify(certificate, out _));
    }

    [Fact]
    public void Verify_AnotherVersion_IsRefusedByRuleN10() =>
        AssertFault(LinkFault.BindingVersion, binding => binding with { Version = 2 });

    [Fact]
    public void Verify_WindowOf32Days_IsRefusedByRuleN17() =>
        AssertFault(LinkFault.BindingWindow, binding => binding with { NotAfter = binding.NotBefore.Plus(32 * 86_400 * Timestamp.PerSecond) });

    [Fact]
    public void Verify_EmptyWindow_IsRefusedByRuleN17() =>
        AssertFault(LinkFault.BindingWindow, binding => binding with { NotAfter = binding.NotBefore });

    [Fact]
    public void Verify_BeforeTheWindow_IsRefusedByRuleN18() =>
        AssertFault(LinkFault.BindingNotYetValid, binding => binding with { NotBefore = TestNetwork.Now.Plus(Timestamp.PerSecond * 60) });

    [Fact]
    public void Verify_SignatureOfAnother_IsRefusedByRuleN20()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        LinkBinding binding = TestNetwork.Binding(2, LinkCertificate.KeyHash(key.ExportSubjectPublicKeyInfo()));
        using X509Certificate2 certificate = LinkCertificate.Create(
            key,
            LinkCertificate.Sign(TestNetwork.Identity(3), binding).Encode(),
            TestNetwork.Now,
            TestNetwork.Now.Plus(Timestamp.PerSecond * 9));
        Assert.Equal(LinkFault.BindingSignature, Verify(certificate, out _));
    }

    [Fact]
    public void Verify_EverySignedByteChanged_IsRefused()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        LinkBinding good = TestNetwork.Binding(2, LinkCertificate.KeyHash(key.ExportSubjectPublicKeyInfo()));
        byte[] bytes = LinkCertificate.Sign(TestNetwork.Identity(2), good).Encode();
        for (int index = 0; index < bytes.Length; index++)
        {
            byte[] changed = [.. bytes];
            changed[index] ^= 1;
            using X509Certificate2 certificate = LinkCertificate.Create(
                key, changed, TestNetwork.Now, TestNetwork.Now.Plus(Timestamp.PerSecond * 9));
            Assert.NotEqual(LinkFault.None, Verify(certificate, out _));
        }
    }

    private static void AssertFault(LinkFault fault, Func<LinkBinding, LinkBinding> change)
    {
        using X509Certificate2 certificate = TestNetwork.Certificate(2, change);
        Assert.Equal(fault, Verify(certificate, out MemberId member));
        Assert.Equal(default, member);
    }

    private static LinkFault Verify(X509Certificate2 certificate, out MemberId member) => LinkCertificate.Verify(
        certificate, TestNetwork.Scope, TestNetwork.Expect(1, 2, 3), dialled: null, TestNetwork.Now, out member);
}
