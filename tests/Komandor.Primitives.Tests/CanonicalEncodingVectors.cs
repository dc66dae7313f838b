using Komandor.Testing;

namespace Komandor.Primitives.Tests;

public sealed class CanonicalEncodingVectors
{
    [Fact]
    public void VarUInt_DocumentedValues_HaveTheDocumentedBytes()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("encoding.md", "varuint"))
        {
            ulong value = ulong.Parse(vector["value"], System.Globalization.CultureInfo.InvariantCulture);
            byte[] bytes = Convert.FromHexString(vector["bytes"]);
            CanonicalWriter writer = new();
            writer.VarUInt(value);
            Assert.Equal(bytes, writer.ToArray());
            CanonicalReader reader = new(bytes);
            Assert.Equal(value, reader.VarUInt());
            Assert.True(reader.TryFinish(out _));
        }
    }

    [Fact]
    public void VarUInt_DocumentedRefusals_GiveTheDocumentedFault()
    {
        foreach (IReadOnlyDictionary<string, string> vector in DocumentVectors.Read("encoding.md", "varuint-refused"))
        {
            CanonicalReader reader = new(Convert.FromHexString(vector["bytes"]));
            reader.VarUInt();
            Assert.False(reader.TryFinish(out EncodingFault fault));
            Assert.Equal(vector["fault"], fault.ToString());
        }
    }
}
