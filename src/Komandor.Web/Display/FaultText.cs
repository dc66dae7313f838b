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
        ["UnknownTier"] = "It moves private money of an unknown kind",
        ["UnknownProofVersion"] = "Its proofs are of a version that this network does not know",
        ["AssetNotPrivate"] = "Its asset cannot be private",
        ["PrivateCount"] = "It has more or fewer private parts than its kind allows",
        ["EntersAndLeaves"] = "It says both that money becomes private and that it does not",
        ["MixedInputs"] = "It spends private and public money together",
        ["PrivatePoint"] = "A part of it is no valid point",
        ["PrivateScalar"] = "A part of it is no valid number",
        ["TagsNotAscending"] = "Its private inputs are not in order, or one is there twice",
        ["MembersNotAscending"] = "The members of a ring are not in order",
        ["OutputTwice"] = "It makes two private notes with one key",
        ["ProofLength"] = "Its proofs have another length than they should",
        ["PrivateBalance"] = "What goes in is not what comes out",
        ["AmountOverflow"] = "Its amounts are too large",
        ["TagSpent"] = "A private note that it spends was spent before",
        ["AnchorUnknown"] = "The state that it hides in is unknown or too old",
        ["SetTooSmall"] = "The notes that it hides among are too few",
        ["MemberUnknown"] = "A ring has a member that does not exist yet",
        ["PoolTooSmall"] = "There are too few private notes yet to hide among",
        ["PoolOverdrawn"] = "It takes out more private money than there is",
        ["PoolPaused"] = "The members have paused this kind of private money; only what becomes public is executed",
        ["RingSignature"] = "A ring signature is wrong",
        ["SpendProof"] = "It does not prove that it may spend a note",
        ["RangeProof"] = "It does not prove that its amounts are in range",
        ["MembershipProof"] = "It does not prove that a spent note exists",
        ["PrivateFee"] = "Its fee is not exactly what such a transaction costs",
        ["UnknownPool"] = "It is an order for private money that does not exist",
        ["OrderOutOfTurn"] = "It is an order that came too late or too early",
        ["OrderNotSigned"] = "It is an order that too few members signed",
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
