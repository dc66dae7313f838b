namespace Komandor.EndToEnd.Tests;

/// <summary>Gives the tests of the pages their network.</summary>
[CollectionDefinition(SharedNetwork.Name)]
public sealed class SharedNetworkDefinition : ICollectionFixture<SharedNetwork>;
