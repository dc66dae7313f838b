namespace Komandor.Ledger;

/// <summary>Why a proof about a spent tag was refused: docs/protocol/tags.md §3.</summary>
public enum SpentTagFault
{
    /// <summary>It holds.</summary>
    None,

    /// <summary>TG16: the state's proof of the object that names the tags' root does not hold (rules S4 to S8), or the object is none.</summary>
    ObjectUnproven,

    /// <summary>TG17: the tag's proof does not hold under that root (rules TG6 to TG10).</summary>
    TagUnproven,
}
