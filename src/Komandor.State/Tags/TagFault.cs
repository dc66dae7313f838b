namespace Komandor.State.Tags;

/// <summary>Why a batch of tags was refused: docs/protocol/tags.md §2.</summary>
public enum TagFault
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>TG4: the batch has a tag twice.</summary>
    Repeated,

    /// <summary>TG5: the set has a tag of the batch already.</summary>
    Present,
}
