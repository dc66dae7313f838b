namespace Komandor.Cryptography.Tests.ErasureCoding;

/// <summary>The code by its other definition: Vandermonde's matrix times the inverse of its first rows, with products bit by bit.</summary>
internal static class SlowErasureCode
{
    /// <summary>The product of two polynomials over GF(2), modulo x⁸ + x⁴ + x³ + x² + 1.</summary>
    internal static byte Multiply(byte left, byte right)
    {
        int product = 0;
        for (int bit = 0; bit < 8; bit++)
        {
            product ^= ((right >> bit) & 1) * (left << bit);
        }

        for (int bit = 14; bit >= 8; bit--)
        {
            product ^= ((product >> bit) & 1) * (0x11D << (bit - 8));
        }

        return (byte)product;
    }

    /// <summary>All n pieces of data in k pieces.</summary>
    internal static byte[][] Encode(byte[][] data, int total)
    {
        byte[][] top = Invert(Vandermonde(data.Length, data.Length));
        return [.. Vandermonde(total, data.Length).Select(row => Row(Row(row, top), data))];
    }

    private static byte[][] Vandermonde(int rows, int columns) =>
        [.. Enumerable.Range(0, rows).Select(row => Enumerable.Range(0, columns).Select(column => Power((byte)row, column)).ToArray())];

    private static byte Power(byte value, int exponent) =>
        Enumerable.Range(0, exponent).Aggregate((byte)1, (product, _) => Multiply(product, value));

    // A row times a matrix.
    private static byte[] Row(byte[] row, byte[][] matrix) =>
        [.. Enumerable.Range(0, matrix[0].Length).Select(column =>
            row.Select((value, index) => Multiply(value, matrix[index][column])).Aggregate((byte)0, (sum, term) => (byte)(sum ^ term)))];

    // Gauss and Jordan, beside the unit matrix.
    private static byte[][] Invert(byte[][] matrix)
    {
        int size = matrix.Length;
        byte[][] work = [.. matrix.Select((row, index) => row.Concat(Enumerable.Range(0, size).Select(column => (byte)(column == index ? 1 : 0))).ToArray())];
        for (int pivot = 0; pivot < size; pivot++)
        {
            int chosen = Enumerable.Range(pivot, size - pivot).First(row => work[row][pivot] != 0);
            (work[pivot], work[chosen]) = (work[chosen], work[pivot]);
            byte inverse = (byte)Enumerable.Range(1, 255).First(value => Multiply((byte)value, work[pivot][pivot]) == 1);
            work[pivot] = [.. work[pivot].Select(value => Multiply(value, inverse))];
            for (int row = 0; row < size; row++)
            {
                byte factor = work[row][pivot];
                work[row] = row == pivot ? work[row] : [.. work[row].Select((value, column) => (byte)(value ^ Multiply(factor, work[pivot][column])))];
            }
        }

        return [.. work.Select(row => row[size..])];
    }
}
