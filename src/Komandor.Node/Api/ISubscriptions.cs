namespace Komandor.Node.Api;

/// <summary>What a connection that lasts offers beside calls.</summary>
internal interface ISubscriptions
{
    /// <summary>Begins to send final blocks; a second time changes nothing.</summary>
    /// <returns>The subscription's name.</returns>
    string SubscribeBlocks();

    /// <summary>Ends the subscription; false when there is none.</summary>
    bool Unsubscribe();
}
