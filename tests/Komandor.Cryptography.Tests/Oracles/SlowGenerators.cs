using System.Collections.Concurrent;
using System.Text;

namespace Komandor.Cryptography.Tests.Oracles;

/// <summary>The generators of transcripts.md §4.</summary>
internal static class SlowGenerators
{
    private static readonly ConcurrentDictionary<(string Label, int Index), SlowPoint> _derived = new();

    internal static SlowPoint B => SlowPoint.Base;

    internal static SlowPoint V => Generator("value", 0);

    internal static SlowPoint F => Generator("serial", 0);

    internal static SlowPoint K => Generator("spend", 0);

    internal static SlowPoint Generator(string label, int index) =>
        _derived.GetOrAdd((label, index), name => Element(
            "komandor.gen", [(byte)name.Label.Length, .. Encoding.ASCII.GetBytes(name.Label), .. SlowTranscript.U32(name.Index)]));

    /// <summary>I(P).</summary>
    internal static SlowPoint Image(SlowPoint key) => Element("komandor.image", SlowRistretto.Encode(key));

    /// <summary>U(chain, pool), of 32 bytes each.</summary>
    internal static SlowPoint Tag(byte[] chain, byte[] pool) => Element("komandor.tag", [.. chain, .. pool]);

    /// <summary>E(P, m).</summary>
    internal static SlowPoint Element(string personalisation, byte[] message) =>
        SlowRistretto.Derive(SlowTranscript.Hash(personalisation, message));
}
