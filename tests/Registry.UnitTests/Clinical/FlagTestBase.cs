using NodaTime;

namespace Registry.UnitTests.Clinical;

/// <summary>Day 0 of the episodes in flag tests: a Wednesday, far from month ends that matter.</summary>
public abstract class FlagTestBase
{
    internal static readonly LocalDate Day0 = new(2024, 1, 10);

    internal static Story Enrolled => Story.Enrolled(Day0);

    /// <summary>The flag is raised on <paramref name="day"/> and was not the day before, and says so itself.</summary>
    internal static void AssertBegins(Story story, string id, int day)
    {
        Assert.False(story.Raises(id, day - 1), $"{id} is raised a day early");
        Assert.True(story.Raises(id, day), $"{id} is not raised on the day it should be");
        Assert.Equal(story.On(day), story.Flag(id, day)!.Since);
    }

    /// <summary>The flag is raised the day before <paramref name="day"/> and cleared on it.</summary>
    internal static void AssertClears(Story story, string id, int day)
    {
        Assert.True(story.Raises(id, day - 1), $"{id} is not raised before it clears");
        Assert.False(story.Raises(id, day), $"{id} does not clear");
    }
}
