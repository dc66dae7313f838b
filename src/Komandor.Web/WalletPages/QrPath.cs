using System.Collections;
using System.Globalization;
using System.Text;
using QRCoder;

namespace Komandor.Web.WalletPages;

/// <summary>A QR code as the path of an SVG picture, so that nothing has to be loaded for it.</summary>
internal static class QrPath
{
    /// <summary>The path of the dark squares, each one unit wide, and the width of the whole with its quiet edge.</summary>
    internal static (string Path, int Width) Of(string text)
    {
        using QRCodeData code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        StringBuilder path = new();
        for (int row = 0; row < code.ModuleMatrix.Count; row++)
        {
            AppendRow(path, code.ModuleMatrix[row], row);
        }

        return (path.ToString(), code.ModuleMatrix.Count);
    }

    private static void AppendRow(StringBuilder path, BitArray modules, int row)
    {
        int column = 0;
        while (column < modules.Length)
        {
            int start = column;
            while (column < modules.Length && modules[column])
            {
                column++;
            }

            if (column > start)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{start} {row}h{column - start}v1h-{column - start}z");
            }

            column++;
        }
    }
}
