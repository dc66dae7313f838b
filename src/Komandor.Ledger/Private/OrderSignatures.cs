using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger.Private;

/// <summary>The signatures of an order: rule N43.</summary>
public static class OrderSignatures
{
    /// <summary>A member's signature of an order.</summary>
    public static HeaderSignature Sign(TransactionBody order, MemberId member, SigningKey key) => new(member, key.Sign(order.SigningHash));

    /// <summary>Whether a signature of an order holds by itself.</summary>
    public static bool Holds(TransactionBody order, HeaderSignature signature, PublicKey key) =>
        Ed25519.VerifyBatch([new SignatureCheck(key, order.SigningHash, signature.Value)], new bool[1]);

    /// <summary>Whether members of <paramref name="roster"/> with more than two thirds of the weight signed, each once and in order.</summary>
    public static bool Hold(Transaction order, Roster roster)
    {
        Hash256 message = order.Body.SigningHash;
        SignatureCheck[] checks = new SignatureCheck[order.OrderSignatures.Length];
        ulong weight = 0;
        for (int index = 0; index < checks.Length; index++)
        {
            HeaderSignature signature = order.OrderSignatures[index];
            int place = roster.IndexOf(signature.Member);
            if (place < 0 || (index > 0 && signature.Member.CompareTo(order.OrderSignatures[index - 1].Member) <= 0))
            {
                return false;
            }

            weight += roster.Members[place].Weight;
            checks[index] = new SignatureCheck(roster.Members[place].Key, message, signature.Value);
        }

        // Weight before signatures: the cheap check first.
        return roster.IsSupermajority(weight) && Ed25519.VerifyBatch(checks, new bool[checks.Length]);
    }
}
