namespace Komandor.Cryptography.Tests;

public sealed class SecretsTests
{
    [Fact]
    public void TryDecrypt_WhatEncryptWrote_GivesThePlaintextAndAnyChangeIsRefused()
    {
        byte[] key = new byte[AuthenticatedCipher.KeySizeBytes];
        byte[] nonce = new byte[AuthenticatedCipher.NonceSizeBytes];
        byte[] plaintext = [1, 2, 3, 4, 5];
        byte[] ciphertext = new byte[plaintext.Length + AuthenticatedCipher.OverheadSizeBytes];
        AuthenticatedCipher.Encrypt(key, nonce, plaintext, [9], ciphertext);
        byte[] decrypted = new byte[plaintext.Length];
        Assert.True(AuthenticatedCipher.TryDecrypt(key, nonce, ciphertext, [9], decrypted));
        Assert.Equal(plaintext, decrypted);
        Assert.False(AuthenticatedCipher.TryDecrypt(key, nonce, ciphertext, [8], decrypted));
        for (int index = 0; index < ciphertext.Length; index++)
        {
            ciphertext[index] ^= 1;
            Assert.False(AuthenticatedCipher.TryDecrypt(key, nonce, ciphertext, [9], decrypted));
            ciphertext[index] ^= 1;
        }
    }

    [Fact]
    public void Derive_TheSamePassphrase_DependsOnTheSalt()
    {
        byte[] first = new byte[32];
        byte[] second = new byte[32];
        byte[] salt = new byte[PasswordHash.SaltSizeBytes];
        PasswordHash.Derive("correct horse"u8, salt, 1, 8192, first);
        PasswordHash.Derive("correct horse"u8, salt, 1, 8192, second);
        Assert.Equal(first, second);
        salt[0] = 1;
        PasswordHash.Derive("correct horse"u8, salt, 1, 8192, second);
        Assert.NotEqual(first, second);
    }
}
