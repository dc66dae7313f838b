using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Komandor.Primitives;

/// <summary>Asks the processor to bring memory into its caches before it is read, so that several waits for it overlap.</summary>
/// <remarks>Nothing is read, and results never change; does nothing where there is no such instruction.</remarks>
public static unsafe class CacheHint
{
    private const int LineSizeBytes = 64;

    /// <summary>Asks for all that <paramref name="items"/> spans.</summary>
    public static void Fetch<T>(ReadOnlySpan<T> items)
        where T : unmanaged
    {
        // Safe: the address is only hinted at, so it does not matter that the collector may move what stands there.
        byte* first = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(items));
        Fetch(first, (long)items.Length * sizeof(T));
    }

    /// <summary>Asks for <paramref name="sizeBytes"/> from <paramref name="first"/> on. The address may be any: a hint cannot fault.</summary>
    public static void Fetch(byte* first, long sizeBytes)
    {
        if (!Sse.IsSupported || sizeBytes <= 0)
        {
            return;
        }

        byte* end = first + sizeBytes;
        for (byte* line = (byte*)((nuint)first & ~(nuint)(LineSizeBytes - 1)); line < end; line += LineSizeBytes)
        {
            Sse.Prefetch0(line);
        }
    }
}
