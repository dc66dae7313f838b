namespace Komandor.Api;

/// <summary>Why a call was refused; the numbers of JSON-RPC 2.0, and Komandor's own from −32000 down.</summary>
public enum ApiErrorCode
{
    /// <summary>The body is no JSON.</summary>
    ParseError = -32700,

    /// <summary>The JSON is no request.</summary>
    InvalidRequest = -32600,

    /// <summary>No such method.</summary>
    MethodNotFound = -32601,

    /// <summary>The parameters are not what the method takes.</summary>
    InvalidParameters = -32602,

    /// <summary>A fault of the node; its log says more.</summary>
    InternalError = -32603,

    /// <summary>What was asked for does not exist here.</summary>
    NotFound = -32000,

    /// <summary>A transaction broke a rule; the error's data name it.</summary>
    TransactionRefused = -32001,

    /// <summary>Too much is waiting; try again after the time that the error's data name.</summary>
    Busy = -32002,

    /// <summary>The node cannot serve this now; the message says why.</summary>
    NotReady = -32003,

    /// <summary>The request is larger, or more frequent, than this node allows.</summary>
    LimitExceeded = -32004,
}
