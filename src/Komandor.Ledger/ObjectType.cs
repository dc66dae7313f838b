namespace Komandor.Ledger;

/// <summary>What an object is; the first byte of its value in the state.</summary>
public enum ObjectType
{
    /// <summary>Belongs to the ledger itself: no transaction uses or makes it.</summary>
    System = 0,

    /// <summary>An amount of an asset; consumed and created, never continued.</summary>
    Coin = 1,

    /// <summary>Typed, named data, which can be created, continued under a new version, and deleted.</summary>
    Record = 2,
}
