using System.Text;
using Komandor.Api;
using Komandor.Api.Messages;
using Komandor.Cryptography;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.State;

namespace Komandor.Wallet.Tests.Proofs;

/// <summary>A node with a genesis, a state store and a certified header, which says and proves what it is told to.</summary>
internal sealed class ProvingNode : INodeApi
{
    private readonly SigningKey[] _members = [.. Enumerable.Range(1, 4).Select(seed => new SigningKey(Enumerable.Repeat((byte)seed, 32).ToArray()))];
    private readonly CompactStateStore _store = new(new MemoryStateFiles(), "s");
    private readonly string _json;

    public ProvingNode(Ledger.Lock owner)
    {
        string members = string.Join(',', _members.Select((key, index) => $$"""{"id":{{index}},"key":"{{key.PublicKey}}","weight":1}"""));
        _json = $$"""
            {"network":"development","addressPrefix":"kmdd","time":"2026-01-01T00:00:00Z","shard":0,
             "parameters":{"workPrice":1,"validityHorizonSeconds":86400,"weakSubjectivitySeconds":1209600},
             "members":[{{members}}],"allocations":[{"to":"{{owner}}","units":"1000","label":"first"},{"to":"{{owner}}","units":"500","label":"second"}]}
            """;
        Assert.True(Genesis.TryParse(Encoding.UTF8.GetBytes(_json), out Genesis? genesis, out GenesisFault fault), fault.ToString());
        Genesis = genesis;
        StagedCommit staged = _store.Stage(genesis.InitialState());
        _store.Commit(staged);
        Header = genesis.Header(staged.Root) with { Height = 1, Round = 1 };
    }

    public Genesis Genesis { get; }

    public BlockHeader Header { get; set; }

    public int Signers { get; set; } = 3;

    public ulong Claimed { get; set; } = 1000;

    public Func<ObjectProofBytes, ObjectProofBytes> Change { get; set; } = proof => proof;

    public string? OtherGenesis { get; set; }

    public Task<TResult> CallAsync<TParameters, TResult>(
        ApiMethod<TParameters, TResult> method, TParameters parameters, CancellationToken cancellationToken)
        where TParameters : notnull
        where TResult : notnull
    {
        object result = parameters switch
        {
            ObjectQuery query => Change(Prove(new ObjectId(Hash256.Parse(query.Id)))),
            AddressQuery query => new CoinPage(query.Address.Length > 0 && query.Cursor is null ? [Coin(query.Address)] : [], null, 1),
            NoParameters when method.Name == ApiCatalogue.ChainGenesis.Name => new EncodedGenesis(string.Empty, OtherGenesis ?? _json),
            _ => new ChainInfo(
                "development", "kmdd", Genesis.ChainId, Genesis.Shard, 1, Header.Id, 1, Header.Timestamp, Header.StateRoot, 1, 86_400_000, "proving"),
        };
        return Task.FromResult((TResult)result);
    }

    public IAsyncEnumerable<BlockSummary> BlocksAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<BlockSummary>();

    private ObjectSummary Coin(string held) => new(Genesis.ObjectOf(0), 1, "coin", AssetId.Kmcc, Claimed, held, null, null);

    private ObjectProofBytes Prove(ObjectId id)
    {
        Certificate certificate = new(
            Header.Id, [.. _members.Take(Signers).Select((key, index) => HeaderSignature.Sign(Header.Id, new MemberId((uint)index), key))]);
        byte[]? value = _store.Get(id.Value);
        return new ObjectProofBytes(
            id.ToString(), value is null ? null : Convert.ToHexStringLower(value), Convert.ToHexStringLower(_store.Prove(id.Value).Encoded.AsSpan()),
            new CertifiedHeaderBytes(Convert.ToHexStringLower(Header.Encode()), Convert.ToHexStringLower(certificate.Encode()), string.Empty));
    }
}
