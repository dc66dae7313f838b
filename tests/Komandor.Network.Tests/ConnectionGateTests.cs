using System.Net;

namespace Komandor.Network.Tests;

public sealed class ConnectionGateTests
{
    [Theory]
    [InlineData("2001:db8::1", "2001:db8::ffff:2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    public void Enter_ByAddressesOfOneHolder_IsLimitedTogetherByRuleN30(string one, string other, bool together)
    {
        ConnectionGate gate = new(new LinkOptions { MaximumHandshakesPerAddress = 1 });
        Assert.Equal(LinkFault.None, gate.Enter(IPAddress.Parse(one), out HandshakePlace? first, out _));
        Assert.Equal(together ? LinkFault.TooManyFromAddress : LinkFault.None, gate.Enter(IPAddress.Parse(other), out HandshakePlace? second, out _));
        Assert.Equal(together, second is null);
        gate.EndHandshake(first!);
        Assert.Equal(LinkFault.None, gate.Enter(IPAddress.Parse(one), out _, out _));
    }

    [Fact]
    public void Enter_BeyondTheHandshakes_DisplacesTheOldestOfTheAddressWithMostByRuleN31()
    {
        ConnectionGate gate = new(new LinkOptions { MaximumHandshakes = 4 });
        HandshakePlace member = Enter(gate, "10.0.0.1", null);
        HandshakePlace oldest = Enter(gate, "10.0.0.2", null);
        HandshakePlace older = Enter(gate, "10.0.0.2", null);
        Enter(gate, "10.0.0.2", null);
        Enter(gate, "10.0.0.3", oldest);
        Enter(gate, "10.0.0.2", older);
        gate.EndHandshake(oldest);
        gate.EndHandshake(member);
        Enter(gate, "10.0.0.4", null);
        Assert.Equal(7, gate.Connections);
    }

    private static HandshakePlace Enter(ConnectionGate gate, string address, HandshakePlace? displaces)
    {
        Assert.Equal(LinkFault.None, gate.Enter(IPAddress.Parse(address), out HandshakePlace? place, out HandshakePlace? displaced));
        Assert.Same(displaces, displaced);
        return place!;
    }
}
