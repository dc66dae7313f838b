using System.Collections.Frozen;
using System.Text;

namespace Komandor.Web.Display;

/// <summary>Faults, which the protocol names in one word, as people read them.</summary>
internal static class FaultText
{
    private static readonly FrozenDictionary<string, string> _sentences = new Dictionary<string, string>
    {
        ["NotCanonical"] = "It is not written in the one way that the protocol allows",
        ["TooLarge"] = "It is larger than a transaction may be",
        ["UnknownVersion"] = "Its version is unknown to this network",
        ["NoInputs"] = "It uses no object",
        ["InputsNotAscending"] = "Its inputs are not in order",
        ["UnknownObjectType"] = "It makes an object of an unknown type",
        ["ContinuesNoInput"] = "It changes an object that it does not use",
        ["ContinuesInputTwice"] = "It changes one object twice",
        ["ContinuesCoin"] = "It changes a coin, which can only be spent",
        ["ZeroAmount"] = "It makes a coin of nothing",
        ["EmptyRecordName"] = "It makes a record without a type",
        ["EmptyValidityWindow"] = "It ends before it begins to be valid",
        ["LockTooDeep"] = "A lock nests too deep",
        ["LockTooLarge"] = "A lock has too many parts",
        ["LockGroupTooSmall"] = "A group of a lock has too few parts",
        ["LockThresholdOutOfRange"] = "A lock asks for more parts than it has, or for none",
        ["OpeningsNotAscending"] = "The openings of an input are not in order",
        ["OpeningOfNoLeaf"] = "It opens a part that its lock does not have",
        ["WrongChain"] = "It was made for another network",
        ["WrongShard"] = "It was made for another shard",
        ["KeyNotAcceptable"] = "A lock names a key that is not acceptable",
        ["LockNotOpened"] = "A lock was not opened",
        ["OpeningNotNeeded"] = "It opens more of a lock than is needed",
        ["WrongPreimage"] = "A preimage does not fit its hash",
        ["WrongSignature"] = "A signature is wrong",
        ["NotYetValid"] = "It was ordered before it became valid",
        ["Expired"] = "It was ordered after its validity had ended",
        ["ValidTooLong"] = "Its validity ends too far ahead",
        ["ObjectNotFound"] = "It uses an object that does not exist, or was used before",
        ["WrongObjectVersion"] = "It uses an object as it no longer is",
        ["SystemObject"] = "It uses an object of the ledger itself",
        ["WrongLock"] = "It brings another lock than its object's",
        ["LockTooEarly"] = "A lock does not open yet",
        ["LockTooLate"] = "A lock does not open any more",
        ["ContinuesOtherType"] = "It changes an object into another type",
        ["FeeTooLow"] = "Its fee is too low",
        ["FeeNotExact"] = "What it leaves over is not its fee",
        ["AssetNotBalanced"] = "It makes more or less of an asset than it uses",
    }.ToFrozenDictionary();

    /// <summary>A fault as a sentence without its full stop; of one that is not known here, the words of its name.</summary>
    /// <param name="fault">The name from the node; any text is taken.</param>
    internal static string Words(string? fault) =>
        string.IsNullOrWhiteSpace(fault) ? "The node did not say why" : _sentences.GetValueOrDefault(fault) ?? Spell(fault);

    // ObjectVersionMismatch becomes: Object version mismatch
    private static string Spell(string name)
    {
        StringBuilder words = new(name.Length + 8);
        for (int index = 0; index < name.Length; index++)
        {
            bool begins = index > 0 && char.IsUpper(name[index]) && !char.IsUpper(name[index - 1]);
            words.Append(begins ? " " : "").Append(index == 0 ? char.ToUpperInvariant(name[0]) : char.ToLowerInvariant(name[index]));
        }

        return words.ToString();
    }
}
