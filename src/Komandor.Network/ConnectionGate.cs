using System.Net;
using System.Net.Sockets;

namespace Komandor.Network;

/// <summary>Counts accepted connections and refuses those beyond the limits, before a byte is read or an object is made for them.</summary>
/// <remarks>Addresses are limited only until a peer has authenticated itself: after that there is one link for each member.</remarks>
internal sealed class ConnectionGate(LinkOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, LinkedList<HandshakePlace>> _handshakesByAddress = [];
    private int _connections;
    private int _handshakes;

    /// <summary>Accepted connections that are open.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Takes a place for a connection that begins its handshake.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="place">The place, when it is not refused.</param>
    /// <param name="displaced">Whose place was taken (LN31), to be told so outside of any lock: the oldest of the address that has most.</param>
    /// <returns>None, or the rule that refuses it (LN29, LN30).</returns>
    public LinkFault Enter(IPAddress address, out HandshakePlace? place, out HandshakePlace? displaced)
    {
        place = null;
        displaced = null;
        lock (_gate)
        {
            if (_connections >= options.MaximumConnections)
            {
                return LinkFault.TooManyConnections;
            }

            address = Holder(address);
            if (_handshakesByAddress.TryGetValue(address, out LinkedList<HandshakePlace>? same) && same.Count >= options.MaximumHandshakesPerAddress)
            {
                return LinkFault.TooManyFromAddress;
            }

            if (_handshakes >= options.MaximumHandshakes)
            {
                displaced = OldestOfMost();
                Remove(displaced);
            }

            if (!_handshakesByAddress.TryGetValue(address, out same))
            {
                _handshakesByAddress.Add(address, same = []);
            }

            place = new HandshakePlace(address);
            same.AddLast(place);
            _handshakes++;
            _connections++;
            return LinkFault.None;
        }
    }

    /// <summary>Frees the place of a handshake that ended, unless another has it already; the connection stays.</summary>
    public void EndHandshake(HandshakePlace place)
    {
        lock (_gate)
        {
            Remove(place);
        }
    }

    // Somebody who floods from few addresses displaces himself, and a member that comes meanwhile finishes long before its turn.
    private HandshakePlace OldestOfMost()
    {
        LinkedList<HandshakePlace> most = [];
        foreach (LinkedList<HandshakePlace> places in _handshakesByAddress.Values)
        {
            most = places.Count > most.Count ? places : most;
        }

        return most.First!.Value;
    }

    private void Remove(HandshakePlace place)
    {
        if (!_handshakesByAddress.TryGetValue(place.Holder, out LinkedList<HandshakePlace>? places) || !places.Remove(place))
        {
            return;
        }

        _handshakes--;
        if (places.Count == 0)
        {
            _handshakesByAddress.Remove(place.Holder);
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
