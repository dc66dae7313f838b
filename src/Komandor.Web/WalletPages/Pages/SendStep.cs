namespace Komandor.Web.WalletPages.Pages;

/// <summary>How far a payment has come on its page.</summary>
internal enum SendStep
{
    /// <summary>It is being written.</summary>
    Form,

    /// <summary>It was quoted and waits for a yes.</summary>
    Confirm,

    /// <summary>It was signed; its fate is not decided.</summary>
    Underway,

    /// <summary>Its fate is decided, or was not learnt.</summary>
    Done,
}
