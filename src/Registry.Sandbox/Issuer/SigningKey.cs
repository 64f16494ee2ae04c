using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Registry.Sandbox;

/// <summary>The issuer's key, kept so that tokens outlive a restart. Only its owner can read the file.</summary>
internal static class SigningKey
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static RsaSecurityKey In(string folder)
    {
        var file = Path.Combine(folder, "issuer-key.pem");
        try
        {
            if (!File.Exists(file)) Make(file);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, OwnerOnly);
            var rsa = RSA.Create();
            rsa.ImportFromPem(File.ReadAllText(file));
            var key = new RsaSecurityKey(rsa);
            key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
            return key;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw SandboxException.Configuration($"The issuer's key {file} cannot be used ({e.Message}): remove it, or choose another folder with --data.");
        }
    }

    /// <summary>The key of webhook secrets, kept so that receivers need not be told again after a restart.</summary>
    public static string OfWebhooksIn(string folder)
    {
        var file = Path.Combine(folder, "webhook-key");
        if (!File.Exists(file)) PrivateFile.Write(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), replace: false);
        return File.ReadAllText(file);
    }

    private static void Make(string file)
    {
        using var rsa = RSA.Create(2048);
        PrivateFile.Write(file, rsa.ExportPkcs8PrivateKeyPem(), replace: false);
    }
}
