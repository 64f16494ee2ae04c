using Registry.Clinical;

namespace Registry.Api;

internal static partial class Words
{
    public const string Funnel = "Funnel";
    public const string FunnelLegend = "● this clinic, ○ the other clinics you may see; of more than eight, only those outside of the limits are named. Curves: between them lie 95% of clinics of that size if all were alike. A clinic outside is worth a question; one inside differs by no more than chance may make it. Limits begin at ten patients.";
    public const string PatientsBelow = "Patients the share rests on";
    public const string NoClinicDrawn = "No clinic's figure of this month is shown.";

    public static readonly IReadOnlyList<string> FunnelColumns = ["Clinic", "Value", "Numerator", "Denominator", "No value because", "Limit from", "Limit to", "Against the limits"];

    public static string FunnelOf(FunnelView view) => $"{view.Clinic.Name}: {Inside(view.Metric.Title)} among the clinics, {Long(view.Month)}";

    public static string FunnelLink(Metric metric) => $"Funnel of {Named(metric)}";

    public static string AllClinics(decimal percent) => $"all clinics {Number(percent)}%";

    /// <summary>"Harbor 51.9% (40 of 77), within the limits 40.9 to 62.8".</summary>
    public static string FunnelPoint(FunnelClinic clinic) =>
        $"{clinic.Name} {Value(clinic.Figure.Value.Value, MetricUnit.Percent, null)} ({Counted(clinic.Figure.Value.Numerator, clinic.Figure.Value.Denominator)}){(clinic.Figure.Place is { } place ? $", {place} the limits {Number(clinic.Figure.Low)} to {Number(clinic.Figure.High)}" : "")}";

    public static string FunnelSpoken(FunnelView view) => $"{Named(view.Metric)}, {Long(view.Month)}: {string.Join("; ", view.Drawn.Select(FunnelPoint))}";
}
