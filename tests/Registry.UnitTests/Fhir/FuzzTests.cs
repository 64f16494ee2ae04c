using System.Text;
using Registry.Fhir;
using Registry.Examples;
using Registry.Fuzzing;

namespace Registry.UnitTests.Fhir;

/// <summary>A short walk through broken input, the same on every run: never an exception, never an echo of what was sent.</summary>
public sealed class FuzzTests
{
    private static readonly IReadOnlyList<byte[]> Bodies = FuzzBodies.Own.AsBytes();

    [Fact]
    public void The_bodies_that_are_broken_are_sound_before()
    {
        Assert.All(Bodies, body => Assert.DoesNotContain(FuzzReading.Check(body), issue => issue.IsError));
        Assert.All(OwnExamples.All, body => Assert.True(body.Text.Contains(OwnExamples.Marker, StringComparison.Ordinal) || body.Name is "observation-integer.json" or "response-form.json", body.Name));
    }

    [Fact]
    public void Ten_thousand_mutations_neither_throw_nor_echo()
    {
        var mutator = new Mutator(20261121);
        int sound = 0, refused = 0;
        for (var round = 0; round < 10_000; round++)
        {
            if (Check(mutator.Mutate(Bodies[round % Bodies.Count])).Exists(i => i.IsError)) refused++;
            else sound++;
        }
        // Both doors were used.
        Assert.InRange(sound, 500, 9_500);
        Assert.InRange(refused, 500, 9_500);
    }

    /// <summary>Each value of the smaller bodies replaced by each fragment: no value of whatever type may pass for another.</summary>
    [Fact]
    public void Every_value_replaced_by_every_fragment_neither_throws_nor_echoes()
    {
        foreach (var body in Bodies.Where(body => body.Length < 4000))
        {
            foreach (var (start, length) in Mutator.Values(body))
            {
                foreach (var fragment in Mutator.Fragments) Check([.. body[..start], .. Encoding.UTF8.GetBytes(fragment), .. body[(start + length)..]]);
            }
        }
    }

    private static List<FhirIssue> Check(byte[] body)
    {
        try
        {
            return FuzzReading.Check(body);
        }
        catch (Exception finding)
        {
            throw new Xunit.Sdk.XunitException($"{finding} for {Encoding.UTF8.GetString(body)}");
        }
    }
}
