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
        Assert.Equal(LinkFault.None, gate.Enter(IPAddress.Parse(one)));
        Assert.Equal(together ? LinkFault.TooManyFromAddress : LinkFault.None, gate.Enter(IPAddress.Parse(other)));
        gate.EndHandshake(IPAddress.Parse(together ? other : one));
        Assert.Equal(LinkFault.None, gate.Enter(IPAddress.Parse(one)));
    }
}
