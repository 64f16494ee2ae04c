using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class InstrumentTests
{
    [Fact]
    public void Severity_bands_cover_every_total_once_and_PCL_5_has_none()
    {
        foreach (var instrument in Instruments.All.Where(i => i.Bands.Count > 0))
        {
            for (var total = 0; total <= instrument.MaxTotal; total++) Assert.Single(instrument.Bands, band => total >= band.From && total <= band.To);
            Assert.Equal(instrument.MaxTotal, instrument.Bands[^1].To);
        }

        Assert.Empty(Instruments.Pcl5.Bands);
        Assert.Null(Instruments.Pcl5.Band(80));
    }

    [Theory]
    [InlineData("phq-9", 4, "minimal")]
    [InlineData("phq-9", 5, "mild")]
    [InlineData("phq-9", 10, "moderate")]
    [InlineData("phq-9", 15, "moderately-severe")]
    [InlineData("phq-9", 20, "severe")]
    [InlineData("gad-7", 9, "mild")]
    [InlineData("gad-7", 15, "severe")]
    [InlineData("phq-9m", 20, "severe")]
    public void A_total_falls_into_its_published_band(string code, int total, string band) =>
        Assert.Equal(band, Instruments.ByCode(code)!.Band(total)!.Name);

    [Theory]
    [InlineData("phq-9", 27)]
    [InlineData("gad-7", 21)]
    [InlineData("pcl-5", 80)]
    [InlineData("phq-2", 6)]
    [InlineData("gad-2", 6)]
    [InlineData("phq-9m", 27)]
    [InlineData("epds", 30)]
    [InlineData("audit-c", 12)]
    [InlineData("c-ssrs", 6)]
    public void Every_instrument_knows_its_range(string code, int max)
    {
        var instrument = Instruments.ByCode(code)!;
        Assert.Equal(max, instrument.MaxTotal);
        Assert.True(instrument.IsInRange(0) && instrument.IsInRange(max));
        Assert.False(instrument.IsInRange(-1) || instrument.IsInRange(max + 1));
    }

    [Fact]
    public void Codes_are_unique_and_item_codes_are_one_per_item_or_none()
    {
        Assert.Equal(Instruments.All.Count, Instruments.All.Select(i => i.Code).Distinct().Count());
        Assert.All(Instruments.All, i => Assert.True(i.ItemLoincs.Count is 0 || i.ItemLoincs.Count == i.ItemCount));
        var totals = Instruments.All.Select(i => i.TotalLoinc).Where(code => code != "").ToList();
        Assert.Equal(totals.Count, totals.Distinct().Count());
        Assert.Null(Instruments.ByCode("phq-8"));
        Assert.Null(Instruments.ByCode(null));
    }

    [Fact]
    public void Every_LOINC_code_has_the_right_check_digit() =>
        Assert.All(Instruments.All.SelectMany(i => i.ItemLoincs.Append(i.TotalLoinc).Append(i.PanelLoinc)).Where(code => code != ""),
            code => Assert.True(CheckDigit(code[..^2]) == code[^1] - '0', code));

    [Fact]
    public void Screeners_are_no_measure_of_progress() =>
        Assert.All(Instruments.All, i => Assert.Equal(i.ScreeningOnly, i.RemeasureDaysInTreatment is null));

    [Fact]
    public void The_four_clusters_of_PCL_5_hold_each_item_once()
    {
        Assert.Equal(Enumerable.Range(1, 20), Instruments.Pcl5.Clusters.SelectMany(c => Enumerable.Range(c.FirstItem, c.LastItem - c.FirstItem + 1)));
        Assert.Equal([20, 8, 28, 24], Instruments.Pcl5.Clusters.Select(c => (c.LastItem - c.FirstItem + 1) * Instruments.Pcl5.ItemMax));
    }

    /// <summary>Luhn's rule from the right, as LOINC uses it.</summary>
    private static int CheckDigit(string digits) =>
        (10 - digits.Reverse().Select((c, i) => (c - '0') * (i % 2 == 0 ? 2 : 1)).Sum(n => n / 10 + n % 10) % 10) % 10;
}
