namespace Komandor.Simulation;

/// <summary>A run showed what must never happen.</summary>
internal sealed class SimulationFailure(string message) : Exception(message);
