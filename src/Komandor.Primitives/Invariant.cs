using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Komandor.Primitives;

/// <summary>What must hold whatever the input; a violation is a bug of ours and stops the caller in every build.</summary>
public static class Invariant
{
    /// <summary>Throws unless <paramref name="holds"/>.</summary>
    /// <exception cref="InvariantViolationException">It does not hold.</exception>
    public static void Require(
        [DoesNotReturnIf(false)] bool holds, [CallerArgumentExpression(nameof(holds))] string? expression = null)
    {
        if (!holds)
        {
            throw new InvariantViolationException($"Invariant broken: {expression}");
        }
    }
}
