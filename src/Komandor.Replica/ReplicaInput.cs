namespace Komandor.Replica;

/// <summary>Something that happened to a member; <c>Komandor.Replica.Inputs</c> lists them, and each says which machine takes it.</summary>
public abstract record ReplicaInput;
