namespace Komandor.Node.Configuration;

/// <summary>A setting, and where its value came from.</summary>
/// <param name="Name">Its name, such as <c>Api:Port</c>.</param>
/// <param name="Value">Its value as text.</param>
/// <param name="Origin"><c>default</c>, <c>appsettings.json</c>, <c>environment</c> or <c>command line</c>.</param>
public sealed record SettingOrigin(string Name, string Value, string Origin);
