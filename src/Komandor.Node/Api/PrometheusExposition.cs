using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Komandor.Node.Api;

/// <summary>The node's meter as Prometheus reads it, text format 0.0.4.</summary>
/// <remarks>Of our own, because the exporter package of OpenTelemetry is still a preview; it can be added beside, the instruments are .NET's.</remarks>
internal sealed class PrometheusExposition : IDisposable
{
    /// <summary>The content type.</summary>
    internal const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly double[] _boundsSeconds = [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30, 60];

    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);

    internal PrometheusExposition()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == NodeMetrics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All that was measured, as text.</summary>
    internal string Write()
    {
        lock (_gate)
        {
            _listener.RecordObservableInstruments();
            StringBuilder text = new();
            foreach ((string name, Family family) in _families)
            {
                family.Write(text, name);
            }

            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string kind = instrument switch
        {
            Histogram<double> => "histogram",
            Counter<long> or ObservableCounter<long> or ObservableCounter<double> => "counter",
            _ => "gauge",
        };
        string name = kind == "counter" ? instrument.Name + "_total" : instrument.Name;
        lock (_gate)
        {
            if (!_families.TryGetValue(name, out Family? family))
            {
                family = new Family(kind, instrument.Description ?? "");
                _families.Add(name, family);
            }

            family.Record(Labels(tags), value, adds: instrument is Counter<long>);
        }
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0)
        {
            return "";
        }

        StringBuilder labels = new();
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            string value = Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "";
            labels.Append(labels.Length == 0 ? "" : ",").Append(tag.Key).Append("=\"")
                .Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                    .Replace("\n", "\\n", StringComparison.Ordinal))
                .Append('"');
        }

        return labels.ToString();
    }

    private sealed class Family(string kind, string help)
    {
        private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);
        private readonly long[] _buckets = new long[_boundsSeconds.Length];
        private long _count;
        private double _sum;

        internal void Record(string labels, double value, bool adds)
        {
            if (kind != "histogram")
            {
                _values[labels] = adds ? _values.GetValueOrDefault(labels) + value : value;
                return;
            }

            _count++;
            _sum += value;
            for (int index = 0; index < _boundsSeconds.Length; index++)
            {
                _buckets[index] += value <= _boundsSeconds[index] ? 1 : 0;
            }
        }

        internal void Write(StringBuilder text, string name)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {kind}\n");
            if (kind == "histogram")
            {
                for (int index = 0; index < _boundsSeconds.Length; index++)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{le=\"{_boundsSeconds[index]}\"}} {_buckets[index]}\n");
                }

                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{le=\"+Inf\"}} {_count}\n{name}_sum {_sum}\n{name}_count {_count}\n");
                return;
            }

            foreach ((string labels, double value) in _values)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length == 0 ? "" : $"{{{labels}}}")} {value}\n");
            }
        }
    }
}
