using Komandor.Cryptography;

namespace Komandor.Cli.Replay;

/// <summary>Somebody with one key.</summary>
internal sealed class Owner(SigningKey key) : IDisposable
{
    /// <summary>The key.</summary>
    internal SigningKey Key { get; } = key;

    /// <summary>The lock that the key opens.</summary>
    internal Lock Lock { get; } = Lock.Key(key.PublicKey);

    /// <inheritdoc/>
    public void Dispose() => Key.Dispose();
}
