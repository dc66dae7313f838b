namespace Komandor.Wallet.Payments;

/// <summary>What a payment costs by its shape, in KMCC units.</summary>
/// <param name="inputs">Coins that it spends.</param>
/// <param name="outputs">Coins that it makes.</param>
internal delegate ulong FeeSchedule(int inputs, int outputs);
