using System.Security.Cryptography;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.IntegrationTests.Encryption;

/// <summary>The cipher by itself: what goes in comes out, in its place and nowhere else.</summary>
public sealed class FieldCipherTests
{
    private static readonly Id<Organization> Home = Id<Organization>.New();
    private static readonly OrganizationKeys Keys = NewKeys(Home);

    [Fact]
    public void Every_text_comes_back_as_it_was()
    {
        var random = new Random(20261122);
        string[] known = ["", " ", "Ashgrove", "O'Brien-Łukasiewicz", "山田 太郎", "👩‍⚕️", "a\u0301 \u200f\u202e", new('x', 100_000)];
        foreach (var text in known.Concat(Enumerable.Range(0, 2_000).Select(_ => Text(random))))
        {
            var row = Guid.CreateVersion7();
            var stored = Keys.Encrypt("patient", "family_name_encrypted", row, text);
            Assert.Equal(text, Keys.Decrypt("patient", "family_name_encrypted", row, stored));
        }
    }

    [Fact]
    public void The_same_text_is_never_stored_in_the_same_way_twice()
    {
        var row = Guid.CreateVersion7();
        Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => Convert.ToHexString(Keys.Encrypt("patient", "family_name_encrypted", row, "Ashgrove"))).Distinct().Count());
    }

    [Fact]
    public void A_value_does_not_decrypt_in_another_place()
    {
        var (row, elsewhere) = (Guid.CreateVersion7(), Id<Organization>.New());
        var cell = new Cell(Home, "patient", "family_name_encrypted", row);
        var stored = Keys.Encrypt(cell, "Ashgrove"u8);
        foreach (var other in new[]
        {
            cell with { Table = "disclosure" }, cell with { Column = "given_name_encrypted" }, cell with { Row = Guid.CreateVersion7() }, cell with { OrganizationId = elsewhere }, cell with { Part = "1" },
            // The same letters, cut elsewhere.
            cell with { Table = "patientfamily", Column = "_name_encrypted" },
        })
        {
            var refused = Assert.Throws<DecryptionException>(() => Keys.Decrypt(other, stored));
            Assert.DoesNotContain("Ashgrove", refused.ToString(), StringComparison.Ordinal);
        }

        Assert.Throws<DecryptionException>(() => NewKeys(elsewhere).Decrypt(cell with { OrganizationId = elsewhere }, stored));
        Assert.Throws<DecryptionException>(() => NewKeys(Home).Decrypt(cell, stored));
    }

    [Fact]
    public void Every_flipped_bit_and_every_cut_is_noticed()
    {
        var cell = new Cell(Home, "patient", "family_name_encrypted", Guid.CreateVersion7());
        var stored = Keys.Encrypt(cell, "Ashgrove"u8);
        for (var bit = 0; bit < stored.Length * 8; bit++)
        {
            var altered = stored.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<DecryptionException>(() => Keys.Decrypt(cell, altered));
        }

        for (var length = 0; length < stored.Length; length++) Assert.Throws<DecryptionException>(() => Keys.Decrypt(cell, stored.AsSpan(0, length)));
    }

    [Fact]
    public void An_identifier_has_one_digest_however_it_is_written_and_another_one_in_every_organization_and_system()
    {
        var digest = Digest(Keys, "urn:mrn", "MRN0012");
        foreach (var written in new[] { "mrn0012", " MRN-0012 ", "MRN 00 12", "ＭＲＮ００１２", "mrn.00/12", "MRN\u00a00012\u200b" }) Assert.Equal(digest, Digest(Keys, "urn:mrn", written));
        foreach (var other in new[] { Digest(Keys, "urn:mrn", "MRN0013"), Digest(Keys, "urn:other", "MRN0012"), Digest(NewKeys(Home), "urn:mrn", "MRN0012"), Digest(NewKeys(Id<Organization>.New()), "urn:mrn", "MRN0012") })
            Assert.NotEqual(digest, other);
        Assert.Equal(64, digest.Length);
    }

    [Fact]
    public void Nothing_can_be_done_with_keys_that_were_destroyed()
    {
        var erased = new OrganizationKeys(Home, []);
        var row = Guid.CreateVersion7();
        var stored = Keys.Encrypt("patient", "family_name_encrypted", row, "Ashgrove");
        Assert.Throws<KeysErasedException>(() => erased.Decrypt("patient", "family_name_encrypted", row, stored));
        Assert.Throws<KeysErasedException>(() => erased.Encrypt("patient", "family_name_encrypted", row, "x"));
        Assert.Throws<KeysErasedException>(() => erased.DigestsOf("urn:mrn", "1"));
    }

    private static string Digest(OrganizationKeys keys, string system, string value) => Convert.ToHexString(Assert.Single(keys.DigestsOf(system, value)).Bytes);

    private static OrganizationKeys NewKeys(Id<Organization> organization) => new(organization,
        Enum.GetValues<KeyPurpose>().Select(purpose => new DataKey(purpose, 1, RandomNumberGenerator.GetBytes(32), isRetired: false)));

    /// <summary>Any text without lone surrogates.</summary>
    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(0, 60)).Select(_ =>
    {
        int rune;
        do rune = random.Next(3) == 0 ? random.Next(0x110000) : random.Next(0x250);
        while (!System.Text.Rune.IsValid(rune));
        return new System.Text.Rune(rune).ToString();
    }));
}
