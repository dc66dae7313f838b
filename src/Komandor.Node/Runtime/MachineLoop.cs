using System.Diagnostics;
using System.Security.Cryptography;
using System.Threading.Channels;
using Komandor.Primitives;
using Komandor.Replica;

namespace Komandor.Node.Runtime;

/// <summary>Drives one pure machine on a thread of its own: takes inputs from a bounded queue, and carries out the effects in their order.</summary>
/// <param name="name">The thread's name.</param>
/// <param name="machine">The machine.</param>
/// <param name="carryOut">Carries out the effects of one input; runs on the machine's thread.</param>
/// <param name="time">The wall clock and the clock of intervals.</param>
internal sealed class MachineLoop(
    string name, MachineLoop.Machine machine, Action<ReplicaInput, IReadOnlyList<ReplicaEffect>> carryOut, TimeProvider time)
{
    private const int QueueLength = 8192;

    // Full means that the machine lags: whoever brings messages waits, which its peers feel as back-pressure of TCP.
    private readonly Channel<ReplicaInput> _outside = Channel.CreateBounded<ReplicaInput>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    // The machines bound what they have under way themselves; were this queue bounded too, two machines could wait for each other for ever.
    private readonly Channel<ReplicaInput> _inside = Channel.CreateUnbounded<ReplicaInput>();

    private readonly object _gate = new();
    private bool _isPosted;
    private bool _completed;

    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>A machine's way to take an input.</summary>
    internal delegate void Machine(ReplicaInput input, in Moment moment, List<ReplicaEffect> effects);

    /// <summary>How many inputs wait.</summary>
    internal int Waiting => _outside.Reader.Count + _inside.Reader.Count;

    /// <summary>The time now, and fresh chance.</summary>
    internal Moment Now()
    {
        Span<byte> coin = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(coin);
        long elapsedUs = (long)Stopwatch.GetElapsedTime(_start).TotalMicroseconds;
        return new Moment(Timestamp.From(time.GetUtcNow()), elapsedUs, BitConverter.ToUInt64(coin));
    }

    /// <summary>Hands in an input from outside, and waits while the queue is full.</summary>
    /// <exception cref="ChannelClosedException">The loop has ended.</exception>
    internal async ValueTask PostAsync(ReplicaInput input, CancellationToken cancellationToken)
    {
        await _outside.Writer.WriteAsync(input, cancellationToken);
        Signal();
    }

    /// <summary>Hands in an input from outside, unless the queue is full or the loop has ended.</summary>
    internal bool TryPost(ReplicaInput input)
    {
        bool posted = _outside.Writer.TryWrite(input);
        Signal();
        return posted;
    }

    /// <summary>Hands in what the other machine or the disk answered; goes before what comes from outside, and is dropped once the loop has ended.</summary>
    internal void Post(ReplicaInput input)
    {
        _inside.Writer.TryWrite(input);
        Signal();
    }

    /// <summary>Starts the thread; the task ends after <see cref="Complete"/>, and carries what the machine threw.</summary>
    internal Task Start() => Task.Factory.StartNew(
        Run, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    /// <summary>Ends the loop after the inputs that wait.</summary>
    internal void Complete()
    {
        Volatile.Write(ref _completed, true);
        Signal();
    }

    private void Signal()
    {
        lock (_gate)
        {
            _isPosted = true;
            Monitor.Pulse(_gate);
        }
    }

    private void WaitForPost()
    {
        lock (_gate)
        {
            while (!_isPosted)
            {
                Monitor.Wait(_gate);
            }

            _isPosted = false;
        }
    }

    private void Run()
    {
        Thread.CurrentThread.Name = name;
        List<ReplicaEffect> effects = [];
        try
        {
            while (true)
            {
                bool completed = Volatile.Read(ref _completed);
                while (_inside.Reader.TryRead(out ReplicaInput? input) || _outside.Reader.TryRead(out input))
                {
                    effects.Clear();
                    machine(input, Now(), effects);
                    carryOut(input, effects);
                }

                if (completed)
                {
                    return;
                }

                WaitForPost();
            }
        }
        finally
        {
            // Nobody may wait for room in the queue of a machine that has stopped.
            _outside.Writer.TryComplete();
            _inside.Writer.TryComplete();
        }
    }
}
