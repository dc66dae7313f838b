namespace Komandor.Replica.Effects;

/// <summary>The state's log lost what was on the disk: no power loss, but damage. The member goes on, since it can execute those blocks again; tell the operator.</summary>
/// <param name="Reason">Names the file and the byte.</param>
public sealed record StateDamaged(string Reason) : ReplicaEffect;
