using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger.Blocks;

/// <summary>Checks certificates with a roster alone, as a light client does.</summary>
public static class CertificateVerifier
{
    /// <summary>Whether more than two thirds of <paramref name="roster"/> signed <paramref name="header"/>: rules B1 to B6, the first broken one.</summary>
    public static CertificateFault Verify(BlockHeader header, Certificate certificate, Roster roster)
    {
        if (certificate.Header != header.Id)
        {
            return CertificateFault.OtherHeader;
        }

        if (RosterHash.Of(roster) != header.RosterHash)
        {
            return CertificateFault.OtherRoster;
        }

        SignatureCheck[] checks = new SignatureCheck[certificate.Signatures.Length];
        CertificateFault fault = CheckSigners(header.Id, certificate, roster, checks);
        return fault != CertificateFault.None ? fault
            : Ed25519.VerifyBatch(checks, new bool[checks.Length]) ? CertificateFault.None
            : CertificateFault.WrongSignature;
    }

    private static CertificateFault CheckSigners(BlockId header, Certificate certificate, Roster roster, Span<SignatureCheck> checks)
    {
        Hash256 message = HeaderSignature.SigningHash(header);
        ulong weight = 0;
        for (int index = 0; index < checks.Length; index++)
        {
            HeaderSignature signature = certificate.Signatures[index];
            int position = roster.IndexOf(signature.Member);
            if (position < 0)
            {
                return CertificateFault.UnknownSigner;
            }

            if (index > 0 && signature.Member.CompareTo(certificate.Signatures[index - 1].Member) <= 0)
            {
                return CertificateFault.SignerTwice;
            }

            weight += roster.Members[position].Weight;
            checks[index] = new SignatureCheck(roster.Members[position].Key, message, signature.Signature);
        }

        return roster.IsSupermajority(weight) ? CertificateFault.None : CertificateFault.TooLittleWeight;
    }
}
