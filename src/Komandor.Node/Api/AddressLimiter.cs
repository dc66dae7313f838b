using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Komandor.Node.Configuration;

namespace Komandor.Node.Api;

/// <summary>Each address's share of calls: a bucket that fills steadily. An IPv6 caller is its /64 network, which is what one customer gets.</summary>
/// <remarks>Buckets that are full again are dropped, so memory follows the addresses of the last seconds.</remarks>
internal sealed class AddressLimiter(ApiServerOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, UInt128>(address =>
        RateLimitPartition.GetTokenBucketLimiter(Key(address), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.BurstCallsPerAddress,
            TokensPerPeriod = Math.Max(1, options.CallsPerSecondPerAddress / 10),
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
            QueueLimit = 0,
            AutoReplenishment = true,
        }));

    /// <summary>Takes so many calls from the share of <paramref name="address"/>; false when it is used up.</summary>
    internal bool TryTake(IPAddress? address, int calls)
    {
        if (calls > options.BurstCallsPerAddress)
        {
            return false;
        }

        using RateLimitLease lease = _limiter.AttemptAcquire(address ?? IPAddress.None, calls);
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    /// <summary>What stands for all addresses that share.</summary>
    internal static UInt128 Key(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6)
        {
            address.TryWriteBytes(bytes, out _);
            bytes[8..].Clear();
        }
        else
        {
            address.MapToIPv4().TryWriteBytes(bytes[12..], out _);
        }

        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
