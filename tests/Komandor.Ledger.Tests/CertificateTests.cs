using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger.Tests;

public sealed class CertificateTests
{
    private readonly TestChain _chain = new();
    private readonly BlockHeader _header;

    public CertificateTests() => _header = _chain.Commit(_chain.Pay(0, 1)).Header;

    [Fact]
    public void Verify_ThreeOfFour_IsFinal()
    {
        Certificate certificate = Signed(_header, 0, 2, 3);
        Assert.Equal(BlockFault.None, CertificateVerifier.Verify(_header, certificate, _chain.Roster));
        Assert.True(Certificate.TryDecode(certificate.Encode(), out Certificate? again, out _));
        Assert.Equal(certificate.Signatures.AsEnumerable(), again.Signatures);
    }

    [Fact]
    public void Verify_UnknownProtocolVersion_IsRefusedByRuleB6() =>
        Refuse(BlockFault.UnknownProtocolVersion, _header with { ProtocolVersion = 2 }, Signed(_header, 0, 1, 2));

    [Fact]
    public void Verify_OtherEpochsRoster_IsRefusedByRuleB8()
    {
        Roster other = Roster.Create(_chain.Roster.Members.Select(member => member with { Weight = 2 }));
        Assert.Equal(BlockFault.WrongRoster, CertificateVerifier.Verify(_header, Signed(_header, 0, 1, 2), other));
    }

    [Fact]
    public void Verify_OtherBlock_IsRefusedByRuleB9() =>
        Refuse(BlockFault.WrongBlock, _header with { StateRoot = Hash256.Parse(new string('1', 64)) }, Signed(_header, 0, 1, 2));

    [Fact]
    public void Verify_UnknownMember_IsRefusedByRuleB10()
    {
        Certificate certificate = Signed(_header, 0, 1, 2);
        Refuse(BlockFault.UnknownMember, _header, certificate with
        {
            Signatures = certificate.Signatures.Add(HeaderSignature.Sign(_header.Id, new MemberId(99), TestChain.Keys[9])),
        });
    }

    [Fact]
    public void Verify_SameSignerTwice_IsRefusedByRuleB11()
    {
        Certificate certificate = Signed(_header, 0, 1, 1);
        Refuse(BlockFault.SignersNotAscending, _header, certificate);
        Assert.False(Certificate.TryDecode(certificate.Encode(), out _, out BlockFault fault));
        Assert.Equal(BlockFault.SignersNotAscending, fault);
        Refuse(BlockFault.SignersNotAscending, _header, Signed(_header, 0, 2, 1));
    }

    [Fact]
    public void Verify_TwoThirdsOrLess_IsRefusedByRuleB12()
    {
        Refuse(BlockFault.TooLittleWeight, _header, Signed(_header, 0, 1));
        Roster three = Roster.Create(_chain.Roster.Members.Take(3));
        BlockHeader header = _header with { RosterHash = RosterHash.Of(three) };
        Assert.Equal(BlockFault.TooLittleWeight, CertificateVerifier.Verify(header, Signed(header, 0, 1), three));
    }

    [Fact]
    public void Verify_WrongSignature_IsRefusedByRuleB13()
    {
        Certificate certificate = Signed(_header, 0, 1, 2);
        Certificate foreign = Signed(_header with { Height = 7 }, 0, 1, 2);
        Refuse(BlockFault.WrongSignature, _header, certificate with { Signatures = certificate.Signatures.SetItem(1, foreign.Signatures[1]) });
    }

    [Fact]
    public void Links_ToACertifiedHeader_MakeThoseBelowItFinal()
    {
        BlockHeader[] above = [.. Enumerable.Range(1, 3).Select(coin => _chain.Commit(_chain.Pay(coin, 0)).Header)];
        Certificate certificate = Signed(above[^1], 0, 1, 2);
        Assert.Equal(BlockFault.None, HeaderLinks.Verify(_header, above, certificate, _chain.Roster));
        Assert.Equal(BlockFault.None, HeaderLinks.Verify(above[^1], [], certificate, _chain.Roster));
        Assert.Equal(BlockFault.TooLittleWeight, HeaderLinks.Verify(_header, above, Signed(above[^1], 0, 1), _chain.Roster));
        Assert.Equal(BlockFault.WrongBlock, HeaderLinks.Verify(_header, above[..2], certificate, _chain.Roster));
    }

    [Fact]
    public void Links_ThatDoNotNameTheHeaderBelowOrAreTooMany_AreRefusedByRuleB17()
    {
        BlockHeader[] above = [.. Enumerable.Range(1, 3).Select(coin => _chain.Commit(_chain.Pay(coin, 0)).Header)];
        Certificate certificate = Signed(above[^1], 0, 1, 2);
        Assert.Equal(BlockFault.NotLinked, HeaderLinks.Verify(_header, above[1..], certificate, _chain.Roster));
        Assert.Equal(BlockFault.NotLinked, HeaderLinks.Verify(_header, [above[0], above[2], above[1]], certificate, _chain.Roster));
        Assert.Equal(BlockFault.NotLinked, HeaderLinks.Verify(_header with { Round = 77 }, above, certificate, _chain.Roster));
        List<BlockHeader> row = [_header];
        for (int link = 0; link <= HeaderLinks.Maximum; link++)
        {
            row.Add(_header with { Parent = row[^1].Id, Height = row[^1].Height + 1 });
        }

        Assert.Equal(BlockFault.NotLinked, HeaderLinks.Verify(row[0], row[1..], Signed(row[^1], 0, 1, 2), _chain.Roster));
        Assert.Equal(BlockFault.None, HeaderLinks.Verify(row[1], row[2..], Signed(row[^1], 0, 1, 2), _chain.Roster));
    }

    [Fact]
    public void TryDecode_OneByteMore_IsRefusedByRuleB1()
    {
        Assert.False(Certificate.TryDecode([.. Signed(_header, 0, 1, 2).Encode(), 0], out _, out BlockFault fault));
        Assert.Equal(BlockFault.NotCanonical, fault);
    }

    [Fact]
    public void Builder_CollectsUntilMoreThanTwoThirds()
    {
        CertificateBuilder builder = new(_header.Id, _chain.Roster);
        foreach (int member in new[] { 3, 0 })
        {
            Assert.Equal(BlockFault.None, builder.Add(_chain.SignHeader(_header, member)[0]));
            Assert.Equal(BlockFault.None, builder.Add(_chain.SignHeader(_header, member)[0]));
            Assert.False(builder.IsComplete);
        }

        Assert.Equal(BlockFault.WrongSignature, builder.Add(_chain.SignHeader(_header with { Round = 9 }, 1)[0]));
        Assert.Equal(BlockFault.UnknownMember, builder.Add(HeaderSignature.Sign(_header.Id, new MemberId(99), TestChain.Keys[9])));
        Assert.False(builder.IsComplete);
        Assert.Throws<InvariantViolationException>(builder.Build);
        Assert.Equal(BlockFault.None, builder.Add(_chain.SignHeader(_header, 1)[0]));
        Assert.Equal(BlockFault.None, CertificateVerifier.Verify(_header, builder.Build(), _chain.Roster));
    }

    [Fact]
    public void Conflict_OfTwoSignedHeaders_IsProved()
    {
        BlockHeader other = _header with { StateRoot = Hash256.Parse(new string('1', 64)) };
        Assert.Equal(BlockFault.None, Conflict(_header, other).Verify(_chain.Roster));
        Assert.Equal(BlockFault.NoConflict, Conflict(_header, _header).Verify(_chain.Roster));
        Assert.Equal(BlockFault.NoConflict, Conflict(_header, other with { Height = 2 }).Verify(_chain.Roster));
        Assert.Equal(BlockFault.NoConflict, Conflict(_header, other with { Shard = new ShardId(9) }).Verify(_chain.Roster));
        HeaderConflict proof = Conflict(_header, other);
        Assert.Equal(BlockFault.NoConflict, (proof with { SecondSignature = _chain.SignHeader(other, 2)[0] }).Verify(_chain.Roster));
        Assert.Equal(BlockFault.WrongSignature, (proof with { SecondSignature = proof.FirstSignature }).Verify(_chain.Roster));
        Assert.Equal(BlockFault.UnknownMember, proof.Verify(Roster.Create(_chain.Roster.Members.Take(1))));
    }

    private HeaderConflict Conflict(BlockHeader first, BlockHeader second) =>
        new(first, _chain.SignHeader(first, 1)[0], second, _chain.SignHeader(second, 1)[0]);

    private Certificate Signed(BlockHeader header, params int[] members) => new(header.Id, _chain.SignHeader(header, members));

    private void Refuse(BlockFault expected, BlockHeader header, Certificate certificate) =>
        Assert.Equal(expected, CertificateVerifier.Verify(header, certificate, _chain.Roster));
}
