using System.Security.Cryptography;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What one release of a data set holds. Codes are drawn at random for it and kept nowhere, so that nobody can lead them back, and no two releases can be joined.</summary>
internal sealed class DataSetRelease(DataSet dataSet, ExportRules rules)
{
    private readonly Dictionary<object, string> codes = [];
    private readonly List<(string Subject, object Line)> lines = [];
    private readonly Dictionary<Id<Patient>, bool> patients = [];

    /// <summary>Whose records are in it, and whether any of them is under 42 CFR Part 2.</summary>
    public IReadOnlyDictionary<Id<Patient>, bool> Patients => patients;

    public DataSetHead Head => new(dataSet.Kind, Terms, patients.ContainsValue(true) ? $"{Part2.Notice} {Part2.LegalProceedings}" : null, lines.Count);

    /// <summary>In the order of the random codes: the order of ids would tell who came first.</summary>
    public IEnumerable<object> Lines => lines.OrderBy(line => line.Subject, StringComparer.Ordinal).Select(line => line.Line);

    public void Add(CaseloadPatient patient, Clinic clinic, Question question)
    {
        if (!rules.Allow(patient.Facts)) return;
        var (summary, subject) = (question.Summary(patient.Facts), CodeOf(patient.Facts.PatientId));
        lines.Add((subject, dataSet.Kind is DataSetKind.SafeHarbor
            ? SafeHarbor.Of(summary, patient.BirthDate, subject, CodeOf(clinic.Id)) : LimitedDataSet.Of(summary, patient.BirthDate, subject, clinic.Name)));
        patients[patient.Facts.PatientId] = patients.GetValueOrDefault(patient.Facts.PatientId) || rules.IsPart2(patient.Facts);
    }

    /// <summary>What is recorded of a release about each patient in it. What names nobody is no disclosure.</summary>
    public IEnumerable<Disclosure> Disclosures(Access access) => dataSet.Kind is DataSetKind.SafeHarbor ? [] : patients.Select(patient => new Disclosure
    {
        OrganizationId = access.OrganizationId,
        Id = Id<Disclosure>.New(),
        PatientId = patient.Key,
        DisclosedOn = access.Now.InUtc().Date,
        RecipientName = dataSet.RecipientName,
        RecipientAddress = dataSet.RecipientAddress,
        What = "Dates, totals of questionnaires, contacts and outcomes, without name or record number.",
        Purpose = DisclosurePurpose.LimitedDataSet,
        Why = dataSet.Why,
        HoldsPart2 = patient.Value,
        RecordedAt = access.Now,
        RecordedBy = access.Caller!.PrincipalId,
    });

    private string Terms => dataSet.Kind is DataSetKind.SafeHarbor
        ? "De-identified as 45 CFR 164.514(b)(2) describes. Subject and clinic codes are random and belong to this release alone."
        : $"Limited data set under data use agreement {dataSet.AgreementId}: 45 CFR 164.514(e). It may not be used to identify or contact anybody.";

    private string CodeOf(object named)
    {
        if (!codes.TryGetValue(named, out var code)) codes[named] = code = RandomNumberGenerator.GetHexString(24, lowercase: true);
        return code;
    }
}
