using System.Collections.Immutable;
using Komandor.Primitives;

namespace Komandor.Wallet.Payments;

/// <summary>A transaction that is ready to be handed in.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Encoded">Its canonical encoding.</param>
/// <param name="OutputIds">The ids of the objects that it makes, in the outputs' order.</param>
public sealed record SignedTransaction(TransactionId Id, ImmutableArray<byte> Encoded, ImmutableArray<ObjectId> OutputIds);
