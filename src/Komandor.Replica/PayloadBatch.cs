using Komandor.Consensus;
using Komandor.Cryptography;
using Komandor.Ledger;

namespace Komandor.Replica;

/// <summary>Checks what many events carry, with all signatures of transactions in one batch and all of headers in another.</summary>
internal sealed class PayloadBatch(ChainContext chain, TransactionVerifier verifier)
{
    private readonly List<Transaction> _transactions = [];
    private readonly List<HeaderClaim> _claims = [];
    private readonly List<SignatureCheck> _checks = [];
    private readonly List<(int Transactions, int Claims, int Malformed)> _ends = [];

    /// <summary>Adds an event, whose signature the caller checks.</summary>
    public void Add(SignedEvent signed)
    {
        int malformed = 0;
        foreach (ReadOnlyMemory<byte> item in signed.Body.Payload)
        {
            if (item.Span[0] == PayloadItem.Transaction && Transaction.TryDecode(item.Span[1..], out Transaction? transaction, out _))
            {
                _transactions.Add(transaction);
            }
            else if (PayloadItem.TryReadSignature(item.Span, out HeaderClaim claim) && chain.Roster.IndexOf(signed.Body.Creator) is >= 0 and int index)
            {
                _claims.Add(claim);
                _checks.Add(new SignatureCheck(chain.Roster.Members[index].Key, BlockHeader.SigningHashOf(claim.Block), claim.Signature));
            }
            else
            {
                malformed++;
            }
        }

        _ends.Add((_transactions.Count, _claims.Count, malformed));
    }

    /// <summary>Checks everything; one content an event, in the order of adding.</summary>
    public IReadOnlyList<EventPayload> Check()
    {
        VerifiedTransaction?[] verified = new VerifiedTransaction?[_transactions.Count];
        verifier.VerifyBatch(_transactions.ToArray(), verified, new LedgerFault[_transactions.Count]);
        bool[] valid = new bool[_checks.Count];
        Ed25519Zip215.VerifyBatch(_checks.ToArray(), valid);
        List<EventPayload> payloads = new(_ends.Count);
        int transaction = 0;
        int claim = 0;
        foreach ((int transactions, int claims, int malformed) in _ends)
        {
            payloads.Add(Slice(verified, valid, ref transaction, transactions, ref claim, claims, malformed));
        }

        return payloads;
    }

    private EventPayload Slice(
        VerifiedTransaction?[] verified, bool[] valid, ref int transaction, int transactionEnd, ref int claim, int claimEnd, int invalid)
    {
        if (transaction == transactionEnd && claim == claimEnd && invalid == 0)
        {
            return EventPayload.Empty;
        }

        List<VerifiedTransaction> transactions = [];
        List<HeaderClaim> signatures = [];
        for (; transaction < transactionEnd; transaction++)
        {
            if (verified[transaction] is VerifiedTransaction good)
            {
                transactions.Add(good);
            }
            else
            {
                invalid++;
            }
        }

        for (; claim < claimEnd; claim++)
        {
            if (valid[claim])
            {
                signatures.Add(_claims[claim]);
            }
            else
            {
                invalid++;
            }
        }

        return new EventPayload(transactions, signatures, invalid);
    }
}
