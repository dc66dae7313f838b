namespace Komandor.Wallet.Tests.Storage;

/// <summary>The machine stopped here.</summary>
internal sealed class PowerLossException : Exception;
