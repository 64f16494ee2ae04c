using Registry.Clinical;

namespace Registry.Api;

internal static partial class Words
{
    public const string Funnel = "Funnel";
    public const string FunnelLegend = "● this clinic, ○ the other clinics you may see; of more than eight, only those outside of the limits are named. Curves: between them lie 95% of clinics of that size if all were alike. A clinic outside is worth a question; one inside differs by no more than chance may make it. Limits begin at ten patients, around what the clinics of that size have together.";
    public const string PatientsBelow = "Patients the share rests on";
    public const string NoFunnel = "No limits are drawn: fewer than two clinics have a figure of this month that rests on ten patients, and a clinic is not compared with itself.";
    public const string NoClinicDrawn = "No clinic's figure of this month is shown.";

    public static readonly IReadOnlyList<string> FunnelColumns = ["Clinic", "Value", "Numerator", "Denominator", "No value because", "Limit from", "Limit to", "Against the limits"];

    public static string FunnelOf(FunnelView view) => $"{view.Clinic.Name}: {Inside(view.Metric.Title)} among the clinics, {Long(view.Month)}";

    public static string FunnelLink(Metric metric) => $"Funnel of {Named(metric)}";

    /// <summary>"3 together: 62.9%", of clinics whose figure is published and rests on enough patients. There is room for no more beside the line.</summary>
    public static string ClinicsTogether(Funnel funnel, decimal percent) => $"{Number(funnel.Clinics)} together: {Number(percent)}%";

    /// <summary>"Harbor 51.9% (40 of 77), within the limits 40.9 to 62.8".</summary>
    public static string FunnelPoint(FunnelClinic clinic) =>
        $"{clinic.Name} {Value(clinic.Figure.Value.Value, MetricUnit.Percent, null)} ({Counted(clinic.Figure.Value.Numerator, clinic.Figure.Value.Denominator)}){(clinic.Figure.Place is { } place ? $", {place} the limits {Number(clinic.Figure.Low)} to {Number(clinic.Figure.High)}" : "")}";

    public static string FunnelSpoken(FunnelView view) => $"{Named(view.Metric)}, {Long(view.Month)}: {string.Join("; ", view.Drawn.Select(FunnelPoint))}";
}
