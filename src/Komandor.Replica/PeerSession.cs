using Komandor.Primitives;
using Komandor.Replica.Messages;

namespace Komandor.Replica;

/// <summary>What this member knows of another one, and what it asked of it.</summary>
internal sealed class PeerSession(MemberId peer)
{
    /// <summary>The other member.</summary>
    public MemberId Peer { get; } = peer;

    /// <summary>Whether a link stands.</summary>
    public bool IsConnected { get; set; }

    /// <summary>Since when it stands; what was pushed before may be lost.</summary>
    public long ConnectedAtUs { get; set; } = long.MinValue / 2;

    /// <summary>The last position that it told.</summary>
    public GossipPosition? Position { get; set; }

    /// <summary>Whether it answered in full since this member started.</summary>
    public bool HasAnswered { get; set; }

    /// <summary>Whether its events showed that something is missing here.</summary>
    public bool IsWorthAsking { get; set; }

    /// <summary>The ticket of the open question; 0 when there is none.</summary>
    public uint Ticket { get; set; }

    /// <summary>When it was asked last, on the clock of <see cref="Moment.ElapsedUs"/>.</summary>
    public long AskedAtUs { get; set; } = long.MinValue / 2;

    /// <summary>Its newest question that waits for an answer.</summary>
    public SyncMessage? Question { get; set; }

    /// <summary>Before this time no question of its is answered.</summary>
    public long NextAnswerAtUs { get; set; } = long.MinValue / 2;

    /// <summary>When a certified header was asked for last.</summary>
    public long HeaderAskedAtUs { get; set; } = long.MinValue / 2;

    /// <summary>Where the reading of old events for it goes on; null at the beginning.</summary>
    public byte[]? ArchiveCursor { get; set; }

    /// <summary>The peer's decided round when old events were read for it last: without a later one there is nothing to add.</summary>
    public long ArchiveRound { get; set; } = -1;

    /// <summary>How many items of its events had no meaning.</summary>
    public long InvalidItems { get; set; }
}
