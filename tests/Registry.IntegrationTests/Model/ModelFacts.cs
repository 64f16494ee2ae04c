using NodaTime;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>What the model remembers of a person: nothing but what was acknowledged.</summary>
internal sealed class ModelPatient(string id, string mrn)
{
    public string Id => id;
    public string Mrn => mrn;
    public List<ModelEpisode> Episodes { get; } = [];
    public List<ModelScore> Scores { get; } = [];
}

internal sealed class ModelScore(string id, ModelPatient patient, Instrument instrument)
{
    public string Id => id;
    public ModelPatient Patient => patient;
    public Instrument Instrument => instrument;
    public required LocalDate On { get; set; }
    public required int Total { get; set; }
    public required string Status { get; set; }
    public LocalDate? ReceivedOn { get; init; }
    public LocalDate? ReviewedOn { get; set; }
    public int Version { get; set; } = 1;
    public bool Counts => Status is "final" or "amended" or "corrected";

    public override string ToString() => $"{instrument.Code} {Total} on {On:uuuu-MM-dd} {Status} v{Version}";
}

internal sealed class ModelEpisode(string id, ModelPatient patient)
{
    public string Id => id;
    public ModelPatient Patient => patient;
    public LocalDate? ReferredOn { get; init; }
    public required LocalDate EnrolledOn { get; set; }
    public LocalDate? EndedOn { get; set; }
    public List<(LocalDate On, string Status)> Changes { get; } = [];
    public List<(Id<StaffMember> Manager, LocalDate From, LocalDate? Until)> Managers { get; } = [];
    public List<ModelWork> Work { get; } = [];
    public int Version { get; set; } = 1;
    public string Status => Changes[^1].Status;
    public bool IsOpen => Status != "inactive";
    public LocalDate FirstDay => ReferredOn ?? EnrolledOn;

    public IEnumerable<ModelWork> Valid(string kind) => Work.Where(w => w.Path == kind && !w.EnteredInError);

    public override string ToString() => $"{string.Join(", ", Changes.Select(c => $"{c.Status} {c.On:uuuu-MM-dd}"))} v{Version}";
}

/// <summary>What a client says of a piece of work, to record it or to correct it.</summary>
internal sealed record WorkSaid(string Path, LocalDate On, int Minutes, string Word, string Mode)
{
    public bool IsKept => Word is not ("outreach-attempt" or "no-show");
    public bool IsClinical => Path == "contacts" && IsKept && Mode != "message" && Word is "initial-assessment" or "follow-up" or "relapse-prevention" or "collateral";
    public bool HasMinutes => Path is "contacts" or "consultations" or "relapse-prevention-plans" or "minutes-entries";

    public object Body(Id<StaffMember> consultant) => Path switch
    {
        "contacts" => new { purpose = Word, mode = Mode, on = Day(On), minutes = Minutes },
        "consultations" => new { on = Day(On), minutes = Minutes, consultantId = consultant.ToString(), recommendation = Word == "none" ? null : Word },
        "relapse-prevention-plans" => new { on = Day(On), minutes = Minutes },
        "minutes-entries" => new { on = Day(On), minutes = Minutes, work = Word },
        "manual-flags" => new { on = Day(On), flag = Word },
        _ => new { on = Day(On), reason = Word },
    };

    private static string Day(LocalDate day) => day.ToString("uuuu-MM-dd", null);
}

internal sealed class ModelWork(string id, ModelEpisode episode)
{
    public string Id => id;
    public ModelEpisode Episode => episode;
    public required WorkSaid Said { get; set; }
    public required Id<StaffMember> By { get; init; }
    public bool EnteredInError { get; set; }

    /// <summary>What became of a consultation's recommendation, and when.</summary>
    public (string State, LocalDate? On) Settled { get; set; } = ("open", null);
    public int Version { get; set; } = 1;
    public string Path => Said.Path;

    public override string ToString() => $"{Said} {(EnteredInError ? "withdrawn " : "")}v{Version}";
}
