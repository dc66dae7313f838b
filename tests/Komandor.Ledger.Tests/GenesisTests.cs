using System.Text;
using Komandor.Ledger.Private;
using Komandor.Primitives;
using Komandor.PrivatePayer;

namespace Komandor.Ledger.Tests;

public sealed class GenesisTests
{
    private static readonly string _key = TestChain.Keys[0].PublicKey.ToString();
    private static readonly string _address = new Address("kmdd", new ShardId(0), TestChain.Owner(1)).ToString();

    [Fact]
    public void TryParse_File_GivesTheChain()
    {
        Assert.True(Genesis.TryParse(Encoding.UTF8.GetBytes(File()), out Genesis? genesis, out _));
        Assert.Equal("kmdd", genesis.AddressPrefix);
        Assert.Equal(TestChain.Owner(1), genesis.Allocations[0].Lock);
        Assert.Equal(LockKind.Or, genesis.Allocations[1].Lock.Root.Kind);
        Assert.True(Genesis.TryParse(Encoding.UTF8.GetBytes(File().Replace("  ", " ", StringComparison.Ordinal)), out Genesis? same, out _));
        Assert.Equal(genesis.ChainId, same.ChainId);
        Assert.True(Genesis.TryParse(Encoding.UTF8.GetBytes(File().Replace("Ada", "Bob", StringComparison.Ordinal)), out Genesis? other, out _));
        Assert.NotEqual(genesis.ChainId, other.ChainId);

        DictionaryState state = new();
        state.Apply(genesis.InitialState());
        Assert.Equal(genesis.Parameters, SystemObjects.ReadParameters(state));
        Assert.Equal(7UL, SystemObjects.ReadNumber(state, SystemObjects.Supply(AssetId.Kmcc)));
        Assert.Equal((UInt128)7, state.Coins(AssetId.Kmcc));
    }

    [Fact]
    public void TryParse_NotTheShape_IsRefusedByRuleG1()
    {
        Refuse(GenesisFault.MalformedJson, "{");
        Refuse(GenesisFault.MalformedJson, "null");
        Refuse(GenesisFault.MalformedJson, File().Replace("\"shard\": 0,", string.Empty, StringComparison.Ordinal));
        Refuse(GenesisFault.MalformedJson, File().Replace("\"shard\": 0,", "\"shard\": 0, \"shard\": 0,", StringComparison.Ordinal));
        Refuse(GenesisFault.MalformedJson, File().Replace("\"shard\"", "\"colour\": 1, \"shard\"", StringComparison.Ordinal));
        Refuse(GenesisFault.MalformedJson, File().Replace("\"development\"", "null", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"development\"", "\"\"", GenesisFault.MalformedNetwork)]
    [InlineData("\"kmdd\"", "\"KMD\"", GenesisFault.MalformedNetwork)]
    [InlineData("2026-01-01", "1970-01-01", GenesisFault.MalformedTime)]
    [InlineData("\"workPrice\": 1", "\"workPrice\": 0", GenesisFault.ParameterOutOfRange)]
    [InlineData("\"weight\": 1", "\"weight\": 0", GenesisFault.MalformedRoster)]
    [InlineData("\"key\": \"", "\"key\": \"0", GenesisFault.MalformedRoster)]
    [InlineData("\"to\": \"kmdd", "\"to\": \"kmdt", GenesisFault.MalformedRecipient)]
    [InlineData("\"shard\": 0", "\"shard\": 1", GenesisFault.MalformedRecipient)]
    [InlineData("\"units\": 5", "\"units\": 0", GenesisFault.MalformedAllocation)]
    [InlineData("\"Ada\"", "\"A\\u0000\"", GenesisFault.MalformedAllocation)]
    [InlineData("\"units\": 5", "\"units\": \"499999999999999999\"", GenesisFault.SupplyTooLarge)]
    public void TryParse_BrokenRule_IsRefusedByIt(string part, string replacement, GenesisFault fault) =>
        Refuse(fault, File().Replace(part, replacement, StringComparison.Ordinal));

    [Fact]
    public void TryParse_FileWithoutPrivateNumbers_HasTheMainNetworksAndKeepsItsEncoding()
    {
        Assert.True(Genesis.TryParse(Encoding.UTF8.GetBytes(File()), out Genesis? genesis, out _));
        Assert.Equal(PrivateParameters.Default, genesis.Parameters.Private);
        Assert.Equal(1, genesis.Encode()[0]);
        Assert.True(Genesis.TryParse(Encoding.UTF8.GetBytes(With("\"anchorBlocks\": 64, \"minimumRing\": \"4096\"")), out Genesis? named, out _));
        Assert.Equal(genesis.ChainId, named.ChainId);
        Assert.True(Genesis.TryParse(Encoding.UTF8.GetBytes(With("\"anchorBlocks\": 1")), out Genesis? other, out _));
        Assert.NotEqual(genesis.ChainId, other.ChainId);
        DictionaryState state = new();
        state.Apply(other.InitialState());
        Assert.Equal(1UL, SystemObjects.ReadParameters(state).Private.AnchorBlocks);
    }

    [Fact]
    public void TryParse_PrivateNotes_MakePoolsThatTheirOwnersFind()
    {
        Payer ada = new("Ada", "kmdd");
        string notes = $$"""{ "to": "{{ada.Address}}", "units": 40, "tier": "ring" }, { "to": "{{ada.Address}}", "units": "30", "tier": "shielded", "label": "Ada" }""";
        Assert.True(Genesis.TryParse(Encoding.UTF8.GetBytes(WithNotes(notes)), out Genesis? genesis, out GenesisFault fault), fault.ToString());
        DictionaryState state = new();
        state.Apply(genesis.InitialState());
        Assert.Equal(77UL, SystemObjects.ReadNumber(state, SystemObjects.Supply(AssetId.Kmcc)));
        Assert.Equal((40UL, 1UL), (PoolState.Read(state, PoolId.Ring).Total, PoolState.Read(state, PoolId.Ring).Size));
        Assert.Equal((30UL, 1UL), (PoolState.Read(state, PoolId.Shielded).Total, PoolState.Read(state, PoolId.Shielded).Size));
        ada.Observe(genesis);
        Assert.Equal(70UL, ada.Balance);
        Assert.Equal(genesis.OutputsOf(PrivateTier.Ring)[0].Key, PoolNote.Read(state, PoolId.Ring, 0).Key);
    }

    [Fact]
    public void TryParse_BrokenPrivateParts_AreRefused()
    {
        string address = new Payer("Ada", "kmdd").Address.ToString();
        string foreign = new Payer("Ada", "kmdt").Address.ToString();
        Refuse(GenesisFault.ParameterOutOfRange, With("\"anchorBlocks\": 0"));
        Refuse(GenesisFault.ParameterOutOfRange, With("\"minimumCover\": 2049"));
        Refuse(GenesisFault.ParameterOutOfRange, With("\"minimumRing\": 15"));
        Refuse(GenesisFault.ParameterOutOfRange, With("\"anchorWindow\": 0"));
        Refuse(GenesisFault.MalformedRecipient, WithNotes($$"""{ "to": "{{foreign}}", "units": 1, "tier": "ring" }"""));
        Refuse(GenesisFault.MalformedRecipient, WithNotes($$"""{ "to": "{{_address}}", "units": 1, "tier": "ring" }"""));
        Refuse(GenesisFault.MalformedRecipient, WithNotes($$"""{ "to": "{{address}}", "units": 1 }"""));
        Refuse(GenesisFault.MalformedAllocation, WithNotes($$"""{ "to": "{{address}}", "units": 1, "tier": "gold" }"""));
        Refuse(GenesisFault.MalformedAllocation, WithNotes($$"""{ "to": "{{address}}", "units": 0, "tier": "ring" }"""));
        Refuse(GenesisFault.MalformedAllocation, WithNotes($$"""{ "to": "{{address}}", "units": 1, "tier": "ring", "asset": "{{TestChain.Gold}}" }"""));
        Refuse(GenesisFault.SupplyTooLarge, WithNotes($$"""{ "to": "{{address}}", "units": "499999999999999999", "tier": "ring" }"""));
    }

    private static string With(string parameters) => File().Replace("\"workPrice\": 1,", $"\"workPrice\": 1, {parameters},", StringComparison.Ordinal);

    private static string WithNotes(string notes) => File().Replace("\"allocations\": [", $"\"allocations\": [ {notes},", StringComparison.Ordinal);

    private static string File() => $$"""
        {
          "network": "development",
          "addressPrefix": "kmdd",
          "time": "2026-01-01T00:00:00Z",
          "shard": 0,
          "parameters": { "workPrice": 1, "validityHorizonSeconds": 86400, "weakSubjectivitySeconds": 1209600 },
          "members": [ { "id": 1, "key": "{{_key}}", "weight": 1 } ],
          "allocations": [
            { "to": "{{_address}}", "units": 5, "label": "Ada" },
            { "to": "or(key({{_key}}), after(2027-01-01T00:00:00Z))", "units": "2" }
          ]
        }
        """;

    private static void Refuse(GenesisFault expected, string json)
    {
        Assert.False(Genesis.TryParse(Encoding.UTF8.GetBytes(json), out Genesis? genesis, out GenesisFault fault));
        Assert.Null(genesis);
        Assert.Equal(expected, fault);
    }
}
