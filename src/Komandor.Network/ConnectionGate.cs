using System.Net;
using System.Net.Sockets;

namespace Komandor.Network;

/// <summary>Counts accepted connections and refuses those beyond the limits, before a byte is read or an object is made for them.</summary>
/// <remarks>Addresses are limited only until a peer has authenticated itself: after that there is one link for each member.</remarks>
internal sealed class ConnectionGate(LinkOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _handshakesByAddress = [];
    private int _connections;
    private int _handshakes;

    /// <summary>Accepted connections that are open.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Takes a place for a connection that begins its handshake.</summary>
    /// <returns>None, or the rule that refuses it (N29 to N31).</returns>
    public LinkFault Enter(IPAddress address)
    {
        lock (_gate)
        {
            if (_connections >= options.MaximumConnections)
            {
                return LinkFault.TooManyConnections;
            }

            address = Holder(address);
            int sameAddress = _handshakesByAddress.GetValueOrDefault(address);
            if (sameAddress >= options.MaximumHandshakesPerAddress)
            {
                return LinkFault.TooManyFromAddress;
            }

            if (_handshakes >= options.MaximumHandshakes)
            {
                return LinkFault.TooManyHandshakes;
            }

            _handshakesByAddress[address] = sameAddress + 1;
            _handshakes++;
            _connections++;
            return LinkFault.None;
        }
    }

    /// <summary>Frees the places of the handshake; the connection stays.</summary>
    public void EndHandshake(IPAddress address)
    {
        lock (_gate)
        {
            _handshakes--;
            address = Holder(address);
            int left = _handshakesByAddress[address] - 1;
            if (left == 0)
            {
                _handshakesByAddress.Remove(address);
            }
            else
            {
                _handshakesByAddress[address] = left;
            }
        }
    }

    /// <summary>Frees the place of the connection.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _connections--;
        }
    }

    // Who holds one address of IPv6 holds a /64 of them: it counts as one.
    private static IPAddress Holder(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || !address.TryWriteBytes(bytes, out _))
        {
            return address;
        }

        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
