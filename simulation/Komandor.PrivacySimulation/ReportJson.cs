using System.Text.Json;

namespace Komandor.PrivacySimulation;

/// <summary>How the report is written for machines.</summary>
internal static class ReportJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}
