using Xunit.Sdk;
using Xunit.v3;

// Every test starts a network of processes, which share the machine's cores: side by side they would measure each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
