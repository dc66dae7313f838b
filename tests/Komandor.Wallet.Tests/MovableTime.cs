namespace Komandor.Wallet.Tests;

/// <summary>A clock that moves when told to; timers run on the system's.</summary>
internal sealed class MovableTime : TimeProvider
{
    private TimeSpan _passed;

    public void Pass(TimeSpan time) => _passed += time;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _passed;
}
