using Komandor.Consensus;
using Komandor.Ledger;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.PrivatePayer;
using Komandor.PrivatePayer.Refused;
using Komandor.Replica.Effects;
using Komandor.Replica.Inputs;
using Komandor.Replica.Messages;

namespace Komandor.Replica.Tests;

/// <summary>Every transaction that must be refused, taken through all places where it could be let in; what each place said is kept, for tests to look at.</summary>
/// <remarks>All members but the last are honest. That one writes what it likes into its events and judges nothing.</remarks>
public class RefusedMoneyRun
{
    private const int PayloadSizeBytes = 200_000;

    private readonly Payer _ada = new("Ada", "kmdt");
    private readonly TestNetwork _network;
    private readonly TestMember[] _up;
    private SignedEvent? _forged;

    public RefusedMoneyRun()
        : this(members: 4, up: 3)
    {
    }

    /// <summary>A run of so many members, of which the first so many are up.</summary>
    protected RefusedMoneyRun(int members, int up)
    {
        _network = new TestNetwork(members, payer: _ada, coins: 40, adjust: settings => settings with
        {
            MaxRoundsBetweenBlocks = 8,
            Consensus = new ConsensusSettings { AncientRounds = 6, ExpiredRounds = 22 },
        });
        _up = _network.Members[..up];
        StartAll();
        Transaction[] rivals = SpendNotes(out Transaction[] spent);
        RefusedTransactions maker = new(_ada, View(_up[0]), Draft(), new TransactionInput(_network.Chain.Genesis.ObjectOf(1), 1), TestNetwork.CoinAmount, _network.Owner);
        List = [
            .. maker.Make(),
            .. rivals.Select(one => new RefusedTransaction(11, $"{one.Body.Bundle!.Tier} note that was spent since this was found good", one.Encoded.ToArray(), LedgerFault.TagSpent)),
            .. spent.Select(one => new RefusedTransaction(11, $"{one.Body.Bundle!.Tier} payment that was executed", one.Encoded.ToArray(), LedgerFault.TagSpent)),
        ];
        Honest = maker.Honest();
        PrivateVerifier unknowing = new();
        Alone = [.. List.Select(one => Judge(one, View(_up[0]), unknowing))];
        Waiting = [.. List.Select(one => Offer(_up[0], one))];
        PoolAfterOffers = _up[0].Status.PoolTransactions;
        Before = Figures.Of(_up[0]);
        Block = Order(List, Honest);
        After = Figures.Of(_up[0]);
        foreach (TestMember member in _up)
        {
            _network.Kill(member);
        }

        StartAll();
        WaitingAfterRestart = [.. List.Select(one => Offer(_up[0], one))];
        BlockAfterRestart = Order(List, []);
        AfterRestart = Figures.Of(_up[0]);
        Roots = [.. _up.Select(member => member.Executor.State.Root).Distinct()];
    }

    internal IReadOnlyList<RefusedTransaction> List { get; }

    internal IReadOnlyList<Transaction> Honest { get; }

    internal LedgerFault[] Alone { get; }

    internal LedgerFault[] Waiting { get; }

    internal int PoolAfterOffers { get; }

    internal OrderedOutcome Block { get; }

    internal LedgerFault[] WaitingAfterRestart { get; }

    internal OrderedOutcome BlockAfterRestart { get; }

    internal Figures Before { get; }

    internal Figures After { get; }

    internal Figures AfterRestart { get; }

    internal IReadOnlyList<Hash256> Roots { get; }

    /// <summary>What a member did with the items of a hostile event.</summary>
    /// <param name="Receipts">The receipts of the blocks that came of it.</param>
    /// <param name="Executed">What these blocks executed.</param>
    /// <param name="InvalidItems">How many items were no valid transaction without any state.</param>
    internal sealed record OrderedOutcome(IReadOnlyList<Receipt> Receipts, IReadOnlyList<Transaction> Executed, long InvalidItems);

    /// <summary>The sums of a state.</summary>
    internal sealed record Figures(ulong Supply, ulong Fees, PoolState Ring, PoolState Shielded, bool HasCoin)
    {
        internal static Figures Of(TestMember member) => new(
            SystemObjects.ReadNumber(member.Executor.State, SystemObjects.Supply(AssetId.Kmcc)),
            SystemObjects.ReadNumber(member.Executor.State, SystemObjects.FeePool),
            PoolState.Read(member.Executor.State, PoolId.Ring),
            PoolState.Read(member.Executor.State, PoolId.Shielded),
            member.Executor.State.Get(member.Genesis.ObjectOf(1).Value) is not null);
    }

    private void StartAll()
    {
        foreach (TestMember member in _up)
        {
            member.Start();
        }

        foreach (TestMember member in _up)
        {
            _network.Link(member);
        }

        _network.Run(200);
    }

    // Two payments of one note of each tier, both found good; then one of them is executed, and a coin enters, so that the newest set is another than the first.
    private Transaction[] SpendNotes(out Transaction[] spent)
    {
        Transaction[] payments = [Pay(PrivateTier.Ring, 1), Pay(PrivateTier.Shielded, 1), Pay(PrivateTier.Ring, 2), Pay(PrivateTier.Shielded, 2)];
        Assert.All(_up, member => Assert.All(Foresee(member.Proofs, View(member), payments), fault => Assert.Equal(LedgerFault.None, fault)));
        spent = payments[..2];
        Transaction entering = _ada.Enter(
            Draft() with { Inputs = [new TransactionInput(_network.Chain.Genesis.ObjectOf(0), 1)] }, PrivateTier.Shielded, TestNetwork.CoinAmount, _ada.Address, 7,
            _network.OwnersLock, _network.Owner, 1);
        foreach (Transaction one in spent.Append(entering))
        {
            _up[0].Give(new TransactionSubmitted(Verified(one)));
        }

        _network.Run(800);
        Assert.All(spent.Append(entering), one => Assert.True(_up[0].HasExecuted(one.Id)));
        return payments[2..];
    }

    /// <summary>Lets a member that was away start when what it could go on from is forgotten.</summary>
    internal TestMember Learn(int number)
    {
        TestMember away = _network.Members[number];
        for (int coin = 2; coin < 32; coin++)
        {
            _up[coin % _up.Length].Give(new TransactionSubmitted(_network.Pay(coin)));
            _network.Run(250);
        }

        away.Start();
        _network.Link(away);
        _network.Run(3_000);
        Assert.Contains(away.Effects, effect => effect is StateLearned);
        Assert.Equal(_up[0].Executor.State.Root, away.Executor.State.Root);
        return away;
    }

    // As a node does: without state, then with the state that it has, then to the pool.
    internal LedgerFault Offer(TestMember member, RefusedTransaction refused)
    {
        LedgerFault fault = Judge(refused, View(member), member.Proofs);
        if (fault == LedgerFault.None)
        {
            Assert.True(Transaction.TryDecode(refused.Encoded, out Transaction? transaction, out _));
            member.Give(new TransactionSubmitted(Verified(transaction)));
        }

        return fault;
    }

    private LedgerFault Judge(RefusedTransaction refused, PoolView view, PrivateVerifier proofs)
    {
        LedgerFault fault = Transaction.TryDecode(refused.Encoded, out Transaction? transaction, out LedgerFault undecoded)
            ? new TransactionVerifier(_network.Chain.Chain, _network.Chain.Shard).Verify(transaction, out _)
            : undecoded;
        return fault != LedgerFault.None ? fault : Foresee(proofs, view, [transaction!])[0];
    }

    private LedgerFault[] Foresee(PrivateVerifier proofs, PoolView view, IReadOnlyList<Transaction> transactions) =>
        proofs.Foresee(view, 1, _network.Moment.Now, _network.Chain.Roster, transactions, SerialForkJoin.Instance);

    // The hostile member's events go to all, with everything in them.
    internal OrderedOutcome Order(IReadOnlyList<RefusedTransaction> refused, IReadOnlyList<Transaction> honest, TestMember? witness = null)
    {
        TestMember member = witness ?? _up[0];
        int before = member.Effects.Count;
        long invalid = member.Status.Members[^1].InvalidItems;
        List<byte[]> payload = [];
        foreach (byte[] item in refused.Select(one => one.Encoded).Concat(honest.Select(one => one.Encoded.ToArray())).Select(encoded => PayloadItem.OfTransaction(encoded)))
        {
            if (payload.Sum(one => one.Length) + item.Length > PayloadSizeBytes)
            {
                Send(payload);
            }

            payload.Add(item);
        }

        Send(payload);
        _network.Run(1_500);
        Block[] blocks = [.. member.Effects.Skip(before).OfType<CommitBlock>().Select(commit => commit.Block)];
        Assert.True(member.Blocks.FinalHeight >= blocks[^1].Header.Height - 1);
        return new OrderedOutcome(
            [.. blocks.SelectMany(block => block.Receipts)], [.. blocks.SelectMany(block => block.Transactions)], member.Status.Members[^1].InvalidItems - invalid);
    }

    private void Send(List<byte[]> payload)
    {
        MemberId hostile = _network.Members[^1].Id;
        ParentReference? parent = _forged is null ? null : new ParentReference(_forged.Id, hostile, _forged.Body.BirthRound);
        _forged = _network.Forge(hostile, _forged is null ? 0 : _forged.Body.Sequence + 1, parent, birth: _up[0].Status.DecidedRound + 1, payload: [.. payload]);
        byte[] message = MessageCodec.Encode(new EventsMessage([_forged.Encoded]));
        foreach (TestMember member in _network.Members.Where(member => member.IsUp))
        {
            member.Give(new MessageReceived(hostile, _network.Verify(message)));
        }

        payload.Clear();
        _network.Run(100);
    }

    private Transaction Pay(PrivateTier tier, ulong value) => tier == PrivateTier.Ring
        ? _ada.PayRing(Draft(), View(_up[0]), _ada.NotesOf(tier)[15..16], [new(_ada.Address, value)], 1)
        : _ada.PayShielded(Draft(), View(_up[0]), new CoverSets(), _ada.NotesOf(tier)[15..16], _ada.Address, value, 1);

    private PoolView View(TestMember member) => new(
        member.Executor.Ledger, member.Blocks.Header(member.Executor.State.Version - 1)!, _network.Chain.Genesis.Parameters.Private);

    private TransactionDraft Draft() => new()
    {
        ChainId = _network.Chain.Chain,
        Shard = _network.Chain.Shard,
        ValidUntil = _network.Chain.Genesis.Time.Plus(3_600 * Timestamp.PerSecond),
    };

    private static VerifiedTransaction Verified(Transaction transaction)
    {
        Assert.Equal(LedgerFault.None, new TransactionVerifier(transaction.Body.ChainId, transaction.Body.Shard).Verify(transaction, out VerifiedTransaction? verified));
        return verified!;
    }
}
