namespace Komandor.Api.Messages;

/// <summary>Names a block; the newest final one when neither is given.</summary>
/// <param name="Height">Its height.</param>
/// <param name="Id">Its id, 64 hexadecimal digits.</param>
/// <param name="ReceiptsFrom">How many of its receipts to pass over; at most 1,000 come in one answer.</param>
public sealed record BlockQuery(
    ulong? Height,
    string? Id,
    int? ReceiptsFrom = null);
