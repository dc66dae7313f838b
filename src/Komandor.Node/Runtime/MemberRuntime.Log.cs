using Komandor.Primitives;
using Komandor.Replica;
using Microsoft.Extensions.Logging;

namespace Komandor.Node.Runtime;

/// <content>Event ids 2000 to 2099.</content>
internal sealed partial class MemberRuntime
{
    [LoggerMessage(2000, LogLevel.Information, "Member {Member} starts at height {Height}, round {Round}")]
    private partial void LogStart(MemberId member, ulong height, long round);

    [LoggerMessage(2001, LogLevel.Information, "Readiness is now {Readiness}: {Reason}")]
    private partial void LogReadiness(Readiness readiness, string reason);

    [LoggerMessage(2002, LogLevel.Warning, "Peer {Peer} broke the protocol ({Fault}); its link ends")]
    private partial void LogRefused(MemberId peer, Replica.Messages.MessageFault fault);

    [LoggerMessage(2003, LogLevel.Error, "Member {Member} created two contradicting events")]
    private partial void LogBranch(MemberId member);

    [LoggerMessage(2004, LogLevel.Warning, "Events cannot bring this member forward ({Reason}); it learns a certified state")]
    private partial void LogCatchUp(CatchUpReason reason);

    [LoggerMessage(2005, LogLevel.Information, "Learned the certified state of height {Height}; starting over from it")]
    private partial void LogLearned(ulong height);

    [LoggerMessage(2006, LogLevel.Critical, "An invariant is broken and the member stops: {Reason}")]
    private partial void LogHalt(string reason);

    [LoggerMessage(2007, LogLevel.Error, "{Reason}")]
    private partial void LogStateDamaged(string reason);
}
