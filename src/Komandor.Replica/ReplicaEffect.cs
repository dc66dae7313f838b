namespace Komandor.Replica;

/// <summary>Something that a machine asks of its shell; <c>Komandor.Replica.Effects</c> lists them. Effects of one call are carried out in their order.</summary>
public abstract record ReplicaEffect;
