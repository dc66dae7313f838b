using Komandor.Primitives;
using Komandor.Replica.Messages;

namespace Komandor.Replica.Inputs;

/// <summary>A message came, and <see cref="MessageVerifier"/> judged it. For the machine that <see cref="VerifiedMessage.IsForExecutor"/> names.</summary>
/// <param name="Peer">Who sent it.</param>
/// <param name="Message">The message, or why it is refused.</param>
public sealed record MessageReceived(MemberId Peer, VerifiedMessage Message) : ReplicaInput;
