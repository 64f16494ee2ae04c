using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Registry.Api;
using Registry.Sandbox;

namespace Registry.IntegrationTests;

/// <summary>The service that a clinic deploys can check a token and cannot make one: that code is the sandbox's, and stays there.</summary>
public sealed class SigningCodeTests
{
    /// <summary>What the token library makes tokens with.</summary>
    private static readonly string[] MintingTypes =
        ["SigningCredentials", "EncryptingCredentials", "X509SigningCredentials", "SecurityTokenDescriptor", "SignatureProvider", "JwtSecurityToken", "JwtSecurityTokenHandler", "JwtHeader", "JwtPayload"];

    private static readonly string[] MintingMethods = ["CreateToken", "WriteToken", "CreateEncodedSignature", "CreateForSigning", "EncryptToken"];

    /// <summary>The one that signs with a private key: checkpoints of the audit trail.</summary>
    private static readonly string[] Signers = ["CheckpointKey"];

    [Fact]
    public void Nothing_that_is_published_can_make_a_token()
    {
        var found = Published().SelectMany(Minting).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void Only_checkpoints_of_the_audit_trail_are_signed_with_a_private_key()
    {
        var signers = Published().SelectMany(assembly => CallersOf(assembly, "SignData", "SignHash", "TrySignData", "TrySignHash")).Distinct();
        Assert.Equal(Signers, signers);
    }

    [Fact]
    public void The_sandbox_with_its_issuer_is_not_published()
    {
        var published = File.ReadAllText(Path.ChangeExtension(typeof(RegistryApi).Assembly.Location, ".deps.json"));
        Assert.DoesNotContain("Registry.Sandbox", published, StringComparison.Ordinal);
        Assert.DoesNotContain(typeof(RegistryApi).Assembly.GetReferencedAssemblies(), reference => reference.Name == "Registry.Sandbox");
    }

    /// <summary>The search finds what it looks for: the sandbox is full of it.</summary>
    [Fact]
    public void The_sandbox_would_be_found()
    {
        var found = Minting(typeof(DevIssuer).Assembly.Location).ToList();
        Assert.Contains(found, line => line.EndsWith(": SigningCredentials", StringComparison.Ordinal));
        Assert.Contains(found, line => line.EndsWith(": CreateToken", StringComparison.Ordinal));
        Assert.Contains("DevIssuer", CallersOf(typeof(DevIssuer).Assembly.Location, "CreateToken"));
    }

    /// <summary>The service and every assembly of ours that it brings along.</summary>
    private static IEnumerable<string> Published()
    {
        var api = typeof(RegistryApi).Assembly;
        var own = api.GetReferencedAssemblies().Where(reference => reference.Name!.StartsWith("Registry.", StringComparison.Ordinal)).Select(reference => reference.Name!).ToList();
        Assert.Equal(["Registry.Clinical", "Registry.Fhir", "Registry.Storage"], own.Order());
        return own.Select(name => Path.Combine(Path.GetDirectoryName(api.Location)!, name + ".dll")).Prepend(api.Location);
    }

    private static IEnumerable<string> Minting(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var names = file.GetMetadataReader();
        var types = names.TypeReferences.Select(handle => names.GetString(names.GetTypeReference(handle).Name));
        var members = names.MemberReferences.Select(handle => names.GetString(names.GetMemberReference(handle).Name));
        return [.. types.Intersect(MintingTypes).Concat(members.Intersect(MintingMethods)).Select(name => $"{Path.GetFileName(assembly)}: {name}")];
    }

    /// <summary>The types with a method that calls one of these. A call is its opcode and the token of what is called.</summary>
    private static List<string> CallersOf(string assembly, params string[] methods)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var names = file.GetMetadataReader();
        var called = names.MemberReferences.Where(handle => methods.Contains(names.GetString(names.GetMemberReference(handle).Name))).Select(handle => MetadataTokens.GetToken(handle)).ToList();
        return [.. from handle in names.MethodDefinitions
                   let method = names.GetMethodDefinition(handle)
                   where method.RelativeVirtualAddress != 0
                   let body = file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!
                   where called.Exists(token => Calls(body, token))
                   select names.GetString(names.GetTypeDefinition(method.GetDeclaringType()).Name)];
    }

    private static bool Calls(ReadOnlySpan<byte> body, int token)
    {
        const byte call = 0x28, callVirtual = 0x6F;
        Span<byte> wanted = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(wanted, token);
        for (var i = 0; i + 4 < body.Length; i++)
        {
            if (body[i] is call or callVirtual && body.Slice(i + 1, 4).SequenceEqual(wanted)) return true;
        }

        return false;
    }
}
