namespace Komandor.Wallet.Private.Offline;

/// <summary>What is carried between a machine with a network and one without.</summary>
internal enum OfflineKind
{
    /// <summary>What is to be signed.</summary>
    Request = 0,

    /// <summary>The signatures.</summary>
    Answer = 1,
}
