using Komandor.Ledger.Blocks;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests.Blocks;

public sealed class CertificateTests
{
    [Fact]
    public void Verify_MoreThanTwoThirds_Certifies()
    {
        BlockHeader header = Samples.Header();
        Assert.Equal(CertificateFault.None, CertificateVerifier.Verify(header, Samples.Certify(header, 2, 3), Samples.Roster));
    }

    [Fact]
    public void Verify_SixOfTen_IsRefusedByRuleB5()
    {
        BlockHeader header = Samples.Header();
        Assert.Equal(CertificateFault.TooLittleWeight, CertificateVerifier.Verify(header, Samples.Certify(header, 1, 3), Samples.Roster));
    }

    [Fact]
    public void Verify_AnotherHeader_IsRefusedByRuleB1() => Assert.Equal(
        CertificateFault.OtherHeader, CertificateVerifier.Verify(Samples.Header(6), Samples.Certify(Samples.Header(5), 2, 3), Samples.Roster));

    [Fact]
    public void Verify_AnotherEpochsRoster_IsRefusedByRuleB2()
    {
        BlockHeader header = Samples.Header();
        Roster other = Roster.Create(Samples.Roster.Members.Select(member => member with { Weight = 1 }));
        Assert.Equal(CertificateFault.OtherRoster, CertificateVerifier.Verify(header, Samples.Certify(header, 1, 2, 3), other));
    }

    [Fact]
    public void Verify_ASignerOutsideTheRoster_IsRefusedByRuleB3()
    {
        BlockHeader header = Samples.Header();
        HeaderSignature stranger = Samples.Sign(header, 3) with { Member = new MemberId(9) };
        Certificate certificate = new(header.Id, [Samples.Sign(header, 2), Samples.Sign(header, 3), stranger]);
        Assert.Equal(CertificateFault.UnknownSigner, CertificateVerifier.Verify(header, certificate, Samples.Roster));
    }

    [Fact]
    public void Verify_TheSameSignerTwice_IsRefusedByRuleB4()
    {
        BlockHeader header = Samples.Header();
        Certificate certificate = new(header.Id, [Samples.Sign(header, 3), Samples.Sign(header, 3)]);
        Assert.Equal(CertificateFault.SignerTwice, CertificateVerifier.Verify(header, certificate, Samples.Roster));
        Assert.False(Certificate.TryDecode(certificate.Encode(), out _, out EncodingFault fault));
        Assert.Equal(EncodingFault.NotAscending, fault);
    }

    [Fact]
    public void Verify_ASignatureOfAnotherHeader_IsRefusedByRuleB6()
    {
        BlockHeader header = Samples.Header();
        HeaderSignature wrong = Samples.Sign(header, 1) with { Signature = Samples.Sign(Samples.Header(6), 1).Signature };
        Certificate certificate = new(header.Id, [wrong, Samples.Sign(header, 2), Samples.Sign(header, 3)]);
        Assert.Equal(CertificateFault.WrongSignature, CertificateVerifier.Verify(header, certificate, Samples.Roster));
    }

    [Fact]
    public void Verify_ConflictingRoots_ProveTheSignersWrong()
    {
        BlockHeader one = Samples.Header();
        BlockHeader two = Samples.Header(5, HashOf(7));
        (BlockHeader first, BlockHeader second) = one.Id.CompareTo(two.Id) < 0 ? (one, two) : (two, one);
        HeaderConflict conflict = new(first, second, new MemberId(4), Samples.Sign(first, 3).Signature, Samples.Sign(second, 3).Signature);
        Assert.Equal(HeaderConflictFault.None, conflict.Verify(Samples.Roster));
        Assert.Equal(HeaderConflictFault.UnknownSigner, (conflict with { Signer = new MemberId(9) }).Verify(Samples.Roster));
        Assert.Equal(HeaderConflictFault.WrongSignature, (conflict with { Signer = new MemberId(3) }).Verify(Samples.Roster));
        Assert.Equal(HeaderConflictFault.NoConflict, (conflict with { First = second, Second = first }).Verify(Samples.Roster));
        Assert.Equal(HeaderConflictFault.NoConflict, (conflict with { Second = first }).Verify(Samples.Roster));
        BlockHeader later = Samples.Header(6);
        Assert.Equal(HeaderConflictFault.NoConflict, (conflict with { Second = later }).Verify(Samples.Roster));
    }

    [Fact]
    public void TryDecode_EveryChangedByteOfACertificate_IsRefusedOrCertifiesNothing()
    {
        BlockHeader header = Samples.Header();
        byte[] encoded = Samples.Certify(header, 2, 3).Encode();
        for (int index = 0; index < encoded.Length; index++)
        {
            encoded[index] ^= 1;
            Assert.True(
                !Certificate.TryDecode(encoded, out Certificate? changed, out _)
                || CertificateVerifier.Verify(header, changed, Samples.Roster) != CertificateFault.None);
            encoded[index] ^= 1;
        }

        Assert.True(Certificate.TryDecode(encoded, out Certificate? whole, out _));
        Assert.Equal(CertificateFault.None, CertificateVerifier.Verify(header, whole, Samples.Roster));
    }

    private static Hash256 HashOf(byte value) => MerkleTree.Leaf([value]);
}
