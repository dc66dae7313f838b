using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>Checks certificates: rules B6 to B13.</summary>
public static class CertificateVerifier
{
    /// <summary>Whether <paramref name="certificate"/> makes <paramref name="header"/> final under <paramref name="roster"/>.</summary>
    public static BlockFault Verify(BlockHeader header, Certificate certificate, Roster roster)
    {
        BlockId id = header.Id;
        BlockFault fault = header.ProtocolVersion != BlockHeader.CurrentProtocolVersion ? BlockFault.UnknownProtocolVersion
            : header.RosterHash != RosterHash.Of(roster) ? BlockFault.WrongRoster
            : certificate.Block != id ? BlockFault.WrongBlock
            : Certificate.CheckOrder(certificate.Signatures);
        if (fault != BlockFault.None)
        {
            return fault;
        }

        // Weight before signatures: the cheap check first.
        SignatureCheck[] checks = new SignatureCheck[certificate.Signatures.Length];
        Hash256 message = BlockHeader.SigningHashOf(id);
        ulong weight = 0;
        for (int index = 0; index < checks.Length; index++)
        {
            HeaderSignature signature = certificate.Signatures[index];
            int place = roster.IndexOf(signature.Member);
            if (place < 0)
            {
                return BlockFault.UnknownMember;
            }

            weight += roster.Members[place].Weight;
            checks[index] = new SignatureCheck(roster.Members[place].Key, message, signature.Value);
        }

        return !roster.IsSupermajority(weight) ? BlockFault.TooLittleWeight
            : !Ed25519Zip215.VerifyBatch(checks, new bool[checks.Length]) ? BlockFault.WrongSignature
            : BlockFault.None;
    }
}
