using Komandor.Cryptography;

namespace Komandor.Wallet.Tests.Private;

internal static class TestDomains
{
    internal static readonly HashDomain Test = new("test");
}
