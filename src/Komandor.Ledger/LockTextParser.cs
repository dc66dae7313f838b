using System.Collections.Immutable;
using System.Globalization;
using Komandor.Cryptography;
using Komandor.Primitives;

namespace Komandor.Ledger;

/// <summary>A recursive descent over the text of one lock.</summary>
internal sealed class LockTextParser(string text)
{
    private static readonly string[] _timeFormats = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'"];

    private int _next;

    internal LockTextFault Fault { get; private set; }

    internal int Position { get; private set; }

    internal Lock? TryParse()
    {
        LockNode? root = Node(1);
        if (root is not null && Peek() != '\0')
        {
            Fail(LockTextFault.UnexpectedCharacter, _next);
        }

        if (root is null || Fault != LockTextFault.None)
        {
            return null;
        }

        if (!Lock.TryCreate(root, out Lock? made, out _))
        {
            Fail(LockTextFault.OutsideLimits, 0);
        }

        return made;
    }

    private LockNode? Node(int depth)
    {
        Peek();
        int start = _next;
        if (depth > LedgerLimits.LockDepth)
        {
            return Fail(LockTextFault.OutsideLimits, start);
        }

        string word = Word(static character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character));
        if (!TryKind(word, out LockKind kind))
        {
            return Fail(LockTextFault.UnknownWord, start);
        }

        if (!Expect('('))
        {
            return null;
        }

        LockNode? node = kind switch
        {
            LockKind.Key => Key(),
            LockKind.Sha256 => Digest(),
            LockKind.After or LockKind.Before => Time(kind),
            _ => Group(kind, depth),
        };
        return node is not null && Expect(')') ? node : null;
    }

    private LockNode? Key()
    {
        int start = Start();
        string word = Word(char.IsAsciiLetterOrDigit);
        if (!PublicKey.TryParse(word, out PublicKey key))
        {
            if (!Address.TryParse(word, out Address? address, out _) || address.Lock.Root.Kind != LockKind.Key)
            {
                return Fail(LockTextFault.MalformedKey, start);
            }

            key = new PublicKey(address.Lock.Root.Value);
        }

        return Ed25519.IsAcceptableKey(key) ? LockNode.Key(key) : Fail(LockTextFault.MalformedKey, start);
    }

    private LockNode? Digest()
    {
        int start = Start();
        return Hash256.TryParse(Word(char.IsAsciiLetterOrDigit), out Hash256 digest)
            ? LockNode.Sha256(digest)
            : Fail(LockTextFault.MalformedDigest, start);
    }

    private LockNode? Time(LockKind kind)
    {
        int start = Start();
        string word = Word(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or ':' or '.');
        Timestamp time;
        if (DateTimeOffset.TryParseExact(
            word, _timeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
            && date >= DateTimeOffset.UnixEpoch)
        {
            time = Timestamp.From(date);
        }
        else if (long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds))
        {
            time = new Timestamp(microseconds);
        }
        else
        {
            return Fail(LockTextFault.MalformedTime, start);
        }

        return kind == LockKind.After ? LockNode.After(time) : LockNode.Before(time);
    }

    private LockNode? Group(LockKind kind, int depth)
    {
        int start = Start();
        int required = 0;
        if (kind == LockKind.Threshold)
        {
            string number = Word(char.IsAsciiDigit);
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out required) || required < 1)
            {
                return Fail(LockTextFault.MalformedThreshold, start);
            }

            if (!Expect(','))
            {
                return null;
            }
        }

        ImmutableArray<LockNode>.Builder parts = ImmutableArray.CreateBuilder<LockNode>();
        do
        {
            if (parts.Count == LedgerLimits.LockLeaves)
            {
                return Fail(LockTextFault.OutsideLimits, start);
            }

            if (Node(depth + 1) is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }
        while (Skip(','));

        return parts.Count < 2 ? Fail(LockTextFault.OutsideLimits, start)
            : required > parts.Count ? Fail(LockTextFault.MalformedThreshold, start)
            : kind == LockKind.And ? LockNode.And(parts.ToImmutable())
            : kind == LockKind.Or ? LockNode.Or(parts.ToImmutable())
            : LockNode.Threshold(required, parts.ToImmutable());
    }

    private static bool TryKind(string word, out LockKind kind)
    {
        for (kind = LockKind.Key; kind <= LockKind.Threshold; kind++)
        {
            if (word == LockText.Name(kind))
            {
                return true;
            }
        }

        return false;
    }

    private string Word(Func<char, bool> belongs)
    {
        Peek();
        int start = _next;
        while (_next < text.Length && belongs(text[_next]))
        {
            _next++;
        }

        return text[start.._next];
    }

    private int Start()
    {
        Peek();
        return _next;
    }

    private char Peek()
    {
        while (_next < text.Length && text[_next] is ' ' or '\t' or '\r' or '\n')
        {
            _next++;
        }

        return _next < text.Length ? text[_next] : '\0';
    }

    private bool Skip(char character)
    {
        bool there = Peek() == character;
        _next += there ? 1 : 0;
        return there;
    }

    private bool Expect(char character)
    {
        if (!Skip(character))
        {
            Fail(LockTextFault.UnexpectedCharacter, _next);
            return false;
        }

        return true;
    }

    private LockNode? Fail(LockTextFault fault, int position)
    {
        if (Fault == LockTextFault.None)
        {
            Fault = fault;
            Position = position;
        }

        return null;
    }
}
