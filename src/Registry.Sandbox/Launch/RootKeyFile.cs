using System.Security.Cryptography;
using Registry.Storage;

namespace Registry.Sandbox;

/// <summary>The root key of the sandbox's registry, kept beside its data: a folder without it cannot be read again.</summary>
public static class RootKeyFile
{
    /// <param name="data">A folder that is there; the key is made when it has none.</param>
    public static string In(string data)
    {
        var file = Path.Combine(data, "root-key");
        if (!File.Exists(file)) PrivateFile.Write(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(RootKey.Length)), replace: false);
        return file;
    }
}
