using QRCoder;

namespace Komandor.Cli.Console;

/// <summary>A code to scan, drawn with half blocks: two rows of modules a line.</summary>
internal static class TextQr
{
    /// <summary>The lines of the code of <paramref name="text"/>; upper case makes it smaller where case does not matter.</summary>
    internal static string[] Draw(string text)
    {
        using QRCodeGenerator generator = new();
        using QRCodeData data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.L);
        int size = data.ModuleMatrix.Count;
        string[] lines = new string[(size + 1) / 2];
        for (int line = 0; line < lines.Length; line++)
        {
            char[] row = new char[size];
            for (int column = 0; column < size; column++)
            {
                // Light on dark: terminals are dark, and a reader wants a light border.
                bool upper = !data.ModuleMatrix[2 * line][column];
                bool lower = (2 * line) + 1 >= size || !data.ModuleMatrix[(2 * line) + 1][column];
                row[column] = (upper, lower) switch
                {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    _ => ' ',
                };
            }

            lines[line] = new string(row);
        }

        return lines;
    }
}
