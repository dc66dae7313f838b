using System.Net;
using System.Threading.Channels;
using Komandor.Primitives;

namespace Komandor.Network;

/// <summary>An expected member: its address, its link when there is one, and what is remembered of earlier ones.</summary>
/// <remarks>The hub's lock guards every member but the budget and the signal, which have their own.</remarks>
internal sealed class PeerSlot(ExpectedMember member, LinkOptions options) : IDisposable
{
    // A place for one: more changes than one before the dialler looks are one.
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>The member.</summary>
    public MemberId Id { get; } = member.Id;

    /// <summary>Its identity key.</summary>
    public PublicKey Key { get; } = member.Key;

    /// <summary>Where it listens, or null.</summary>
    public EndPoint? Address { get; set; } = member.Address;

    /// <summary>Its link, or null.</summary>
    public PeerLink? Link { get; set; }

    /// <summary>How many links it has had.</summary>
    public long Links { get; set; }

    /// <summary>Bytes received over links that have ended.</summary>
    public long BytesIn { get; set; }

    /// <summary>Bytes sent over links that have ended.</summary>
    public long BytesOut { get; set; }

    /// <summary>What its last hello said.</summary>
    public string? Software { get; set; }

    /// <summary>Why its last link ended or its last dial failed.</summary>
    public LinkFault LastFault { get; set; }

    /// <summary>Until when no link is made with it; null when one may be.</summary>
    public DateTimeOffset? BannedUntil { get; set; }

    /// <summary>What the consumer holds of it.</summary>
    public InboundBudget Budget { get; } = new(options.InboundSizeBytes, options.InboundMessages);

    /// <summary>Ends the dialling when the member is removed.</summary>
    public CancellationTokenSource Removal { get; } = new();

    /// <summary>Wakes the dialler: the link or the address has changed.</summary>
    public void Changed() => _changes.Writer.TryWrite(true);

    /// <summary>Waits for <see cref="Changed"/>.</summary>
    public async ValueTask WaitForChangeAsync(CancellationToken cancellationToken) =>
        await _changes.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public void Dispose() => Removal.Dispose();
}
