using Komandor.Consensus;
using Komandor.Ledger;
using Komandor.Primitives;
using Komandor.Replica.Messages;

namespace Komandor.Replica;

/// <summary>A certified state on its way into this member.</summary>
/// <param name="reason">Why it is needed.</param>
/// <param name="beyondRound">Only a state of a later round helps.</param>
internal sealed class Learning(CatchUpReason reason, long beyondRound)
{
    /// <summary>Why it is needed.</summary>
    public CatchUpReason Reason { get; } = reason;

    /// <summary>Only a state of a later round helps.</summary>
    public long BeyondRound { get; } = beyondRound;

    /// <summary>When peers were last asked for an offer.</summary>
    public long AskedAtUs { get; set; } = long.MinValue / 2;

    /// <summary>When something new came last.</summary>
    public long ProgressAtUs { get; set; }

    /// <summary>When the first chunk was asked for.</summary>
    public long StartedAtUs { get; set; }

    /// <summary>The offer of the latest round so far; null while there is none.</summary>
    public VerifiedMessage? BestOffer { get; set; }

    /// <summary>When the first offer came.</summary>
    public long OfferedAtUs { get; set; }

    /// <summary>The header of the accepted offer; null while there is none.</summary>
    public CertifiedHeader? Certified { get; set; }

    /// <summary>The consensus snapshot of the accepted offer.</summary>
    public ConsensusSnapshot? Snapshot { get; set; }

    /// <summary>What the state of the accepted offer says of the spent tags.</summary>
    public SpentTags? Tags { get; set; }

    /// <summary>The block of the accepted offer, once it came.</summary>
    public Block? Block { get; set; }

    /// <summary>Builds the state and the spent tags; null until the place for it is empty.</summary>
    public LedgerImporter? Importer { get; set; }

    /// <summary>Peers that said that they do not have this state.</summary>
    public HashSet<MemberId> Unable { get; } = [];

    /// <summary>What each peer was asked for, a block where it is no chunk, and when.</summary>
    public SortedDictionary<MemberId, (LedgerPlace? Place, long AtUs)> Open { get; } = [];
}
