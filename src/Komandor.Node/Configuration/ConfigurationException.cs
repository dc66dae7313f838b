namespace Komandor.Node.Configuration;

/// <summary>The settings are wrong. The message lists every mistake, for the person who wrote them.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Unexplained.</summary>
    public ConfigurationException()
        : this("The settings are wrong.")
    {
    }

    /// <summary>With what is wrong.</summary>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong and its cause.</summary>
    public ConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
