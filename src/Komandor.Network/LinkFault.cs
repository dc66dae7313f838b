namespace Komandor.Network;

/// <summary>Why a connection was refused or a link ended: one member for each rule of docs/protocol/link.md.</summary>
public enum LinkFault
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>Rule LN1: the first bytes are not a TLS client's hello.</summary>
    NotTls = 1,

    /// <summary>Rule LN2: the other side does not offer TLS 1.3.</summary>
    TlsVersion = 2,

    /// <summary>Rule LN3: the application protocol is not <c>komandor/1</c>.</summary>
    WrongProtocol = 3,

    /// <summary>Rule LN4: the TLS handshake failed for another reason, or the other side ended it.</summary>
    TlsFailed = 4,

    /// <summary>Rule LN5: the TLS handshake did not end in time.</summary>
    HandshakeTimeout = 5,

    /// <summary>Rule LN6: the other side shows no certificate.</summary>
    NoCertificate = 6,

    /// <summary>Rule LN7: the certificate's key is not an uncompressed ECDSA key on P-256.</summary>
    WrongCertificateKey = 7,

    /// <summary>Rule LN8: the certificate does not carry exactly one binding.</summary>
    NoBinding = 8,

    /// <summary>Rule LN9: the binding is not a canonical encoding.</summary>
    BindingMalformed = 9,

    /// <summary>Rule LN10: the binding's version is not 1.</summary>
    BindingVersion = 10,

    /// <summary>Rule LN11: the binding is for another chain.</summary>
    WrongChain = 11,

    /// <summary>Rule LN12: the binding is for another shard.</summary>
    WrongShard = 12,

    /// <summary>Rule LN13: the member is not one of those expected.</summary>
    UnknownMember = 13,

    /// <summary>Rule LN14: the member is expected with another key.</summary>
    WrongKey = 14,

    /// <summary>Rule LN15: the member that answers is not the one that was dialled.</summary>
    WrongMember = 15,

    /// <summary>Rule LN16: the binding was made for the key of another certificate.</summary>
    BindingForAnotherCertificate = 16,

    /// <summary>Rule LN17: the binding's window is empty or longer than 31 days.</summary>
    BindingWindow = 17,

    /// <summary>Rule LN18: the binding is not valid yet.</summary>
    BindingNotYetValid = 18,

    /// <summary>Rule LN19: the binding has expired.</summary>
    BindingExpired = 19,

    /// <summary>Rule LN20: the member's signature of the binding is wrong.</summary>
    BindingSignature = 20,

    /// <summary>Rule LN21: the hello did not arrive in time.</summary>
    HelloTimeout = 21,

    /// <summary>Rule LN22: the hello is not a canonical encoding.</summary>
    HelloMalformed = 22,

    /// <summary>Rule LN23: the hello names another version of the protocol.</summary>
    HelloVersion = 23,

    /// <summary>Rule LN24: a frame's header announces more than the limit.</summary>
    FrameTooLarge = 24,

    /// <summary>Rule LN25: the bytes end inside a frame.</summary>
    FrameTruncated = 25,

    /// <summary>Rule LN26: a frame that has no place here: an unknown type, a second hello, a pong without its ping.</summary>
    UnexpectedFrame = 26,

    /// <summary>Rule LN27: nothing arrived for too long.</summary>
    PeerSilent = 27,

    /// <summary>Rule LN28: a frame did not arrive whole in time, or the peer did not take ours.</summary>
    PeerTooSlow = 28,

    /// <summary>Rule LN29: too many accepted connections are open.</summary>
    TooManyConnections = 29,

    /// <summary>Rule LN30: too many handshakes from one address are under way.</summary>
    TooManyFromAddress = 30,

    /// <summary>Rule LN31: too many handshakes are under way, and this is the oldest of the address that has most.</summary>
    TooManyHandshakes = 31,

    /// <summary>Rule LN32: a link with this peer exists, and it is the one to keep.</summary>
    DuplicateLink = 32,

    /// <summary>Rule LN33: another link with this peer took this one's place.</summary>
    Replaced = 33,

    /// <summary>Rule LN34: the peer ended the link in order.</summary>
    PeerClosed = 34,

    /// <summary>Rule LN35: the connection could not be made in time, or broke.</summary>
    ConnectionFailed = 35,

    /// <summary>Rule LN36: the member is no longer expected, or its key changed.</summary>
    MemberRemoved = 36,

    /// <summary>Rule LN37: this node is stopping.</summary>
    Stopped = 37,

    /// <summary>Rule LN38: the layer above found that the peer breaks its protocol, and lets it in again later.</summary>
    PeerMisbehaved = 38,
}
