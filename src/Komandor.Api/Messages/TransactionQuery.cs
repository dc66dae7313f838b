namespace Komandor.Api.Messages;

/// <summary>Names a transaction.</summary>
/// <param name="Id">Its id, 64 hexadecimal digits.</param>
/// <param name="WaitMs">Wait at most this long for its fate to be decided, 0 to 60 000 milliseconds.</param>
public sealed record TransactionQuery(
    string Id,
    int? WaitMs);
