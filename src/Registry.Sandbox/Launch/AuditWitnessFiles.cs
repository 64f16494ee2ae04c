using System.Security.Cryptography;

namespace Registry.Sandbox;

/// <summary>What the audit trail's witness needs: a folder for checkpoints, and a key to sign them that is kept over restarts.</summary>
internal static class AuditWitnessFiles
{
    public static string Folder(string data) => Directory.CreateDirectory(Path.Combine(data, "audit-checkpoints")).FullName;

    public static string Key(string data)
    {
        var file = Path.Combine(data, "audit-checkpoint-key.pem");
        if (File.Exists(file)) return file;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PrivateFile.Write(file, key.ExportPkcs8PrivateKeyPem(), replace: false);
        return file;
    }
}
