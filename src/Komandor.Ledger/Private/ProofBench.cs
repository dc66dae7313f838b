using System.Runtime.InteropServices;
using Komandor.Cryptography.Curve25519;
using Komandor.Cryptography.Proofs;

namespace Komandor.Ledger.Private;

/// <summary>One worker's verifiers, and the batches that it fills: cheap proofs first, and whoever fails one is in no later batch.</summary>
/// <param name="sets">Where cover sets come from: they are prepared for what passes the cheaper proofs alone.</param>
internal sealed class ProofBench(CoverSets sets)
{
    private readonly RingVerifier _ringVerifier = new();
    private readonly RelationVerifier _spendVerifier = new();
    private readonly RangeVerifier _rangeVerifier = new();
    private readonly MembershipVerifier _membershipVerifier = new();
    private readonly List<RingCheck> _rings = [];
    private readonly List<RelationCheck> _spends = [];
    private readonly List<RangeCheck> _ranges = [];
    private readonly List<MembershipCheck> _memberships = [];
    private readonly List<int> _owners = [];
    private ProofFault[] _results = new ProofFault[64];

    /// <summary>Writes each job's verdict to its index of <paramref name="faults"/>; sets are prepared for those alone whose other proofs hold.</summary>
    internal void Judge(ReadOnlySpan<ProofJob> jobs, LedgerFault[] faults)
    {
        VerifyRings(jobs, faults);
        VerifySpends(jobs, faults);
        VerifyRanges(jobs, faults);
        VerifyMemberships(jobs, faults);
    }

    private void VerifyRings(ReadOnlySpan<ProofJob> jobs, LedgerFault[] faults)
    {
        Begin(_rings);
        foreach (ProofJob job in jobs)
        {
            for (int input = 0; input < job.Rings.Length; input++)
            {
                RingInput spent = job.Rings[input];
                _rings.Add(new RingCheck(
                    job.Context, PrivateChecks.Ring(job.View, spent), spent.Image.ToArray(), spent.Commitment.ToArray(), job.Transaction.Proofs!.Inputs[input].Hiding));
                _owners.Add(job.Index);
            }
        }

        _ringVerifier.VerifyBatch(CollectionsMarshal.AsSpan(_rings), Results());
        Tell(faults, LedgerFault.RingSignature);
    }

    private void VerifySpends(ReadOnlySpan<ProofJob> jobs, LedgerFault[] faults)
    {
        Begin(_spends);
        foreach (ProofJob job in jobs)
        {
            EdwardsPoint tagBase = job.Inputs.IsEmpty ? EdwardsPoint.Identity : Generators.TagBase(job.Transaction.Body.ChainId, PoolId.Shielded.Value);
            for (int input = 0; input < job.Inputs.Length; input++)
            {
                ShieldedInput spent = job.Inputs[input];
                _spends.Add(new RelationCheck(
                    RelationShape.SpendInput, job.Context, PrivateChecks.SpendPoints(spent, tagBase), job.Transaction.Proofs!.Inputs[input].Spend));
                _owners.Add(job.Index);
            }
        }

        _spendVerifier.VerifyBatch(CollectionsMarshal.AsSpan(_spends), Results());
        Tell(faults, LedgerFault.SpendProof);
    }

    private void VerifyRanges(ReadOnlySpan<ProofJob> jobs, LedgerFault[] faults)
    {
        Begin(_ranges);
        foreach (ProofJob job in jobs)
        {
            if (faults[job.Index] == LedgerFault.None)
            {
                _ranges.Add(PrivateChecks.Range(job.Transaction, job.Context));
                _owners.Add(job.Index);
            }
        }

        _rangeVerifier.VerifyBatch(CollectionsMarshal.AsSpan(_ranges), Results());
        Tell(faults, LedgerFault.RangeProof);
    }

    private void VerifyMemberships(ReadOnlySpan<ProofJob> jobs, LedgerFault[] faults)
    {
        Begin(_memberships);
        foreach (ProofJob job in jobs)
        {
            for (int input = 0; input < job.Inputs.Length && faults[job.Index] == LedgerFault.None; input++)
            {
                ShieldedInput spent = job.Inputs[input];
                _memberships.Add(new MembershipCheck(
                    sets.Get(job.View, job.Sets[input]), job.Context, spent.Offset.ToArray(), spent.Commitment.ToArray(), job.Transaction.Proofs!.Inputs[input].Hiding));
                _owners.Add(job.Index);
            }
        }

        _membershipVerifier.VerifyBatch(CollectionsMarshal.AsSpan(_memberships), Results());
        Tell(faults, LedgerFault.MembershipProof);
    }

    private void Begin<T>(List<T> checks)
    {
        checks.Clear();
        _owners.Clear();
    }

    private Span<ProofFault> Results()
    {
        if (_results.Length < _owners.Count)
        {
            _results = new ProofFault[2 * _owners.Count];
        }

        return _results.AsSpan(0, _owners.Count);
    }

    private void Tell(LedgerFault[] faults, LedgerFault fault)
    {
        for (int index = 0; index < _owners.Count; index++)
        {
            if (_results[index] != ProofFault.None)
            {
                faults[_owners[index]] = fault;
            }
        }
    }
}
