using System.Net;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>Sends the facts behind the figure as its care team and EHR would, and reads a row back in the figure's words.</summary>
internal static class PublishedCaseload
{
    public static async Task Send(JsonNode facts, RegistryApp app, HttpClient careManager, HttpClient ehr, HttpClient consultant)
    {
        var contacts = facts["contacts"]!.AsArray();
        var patient = await careManager.KnowsPatient(app, (string)facts["mrn"]!);
        var episode = await careManager.Enrols(app, patient, (string)contacts[0]!["date"]!);
        foreach (var contact in contacts) await Send(contact!, episode, careManager, consultant);
        foreach (var score in facts["scores"]!.AsArray())
        {
            await ehr.Observes(patient, (string)score!["instrument"]!, (string)score["date"]!, (int)score["total"]!);
        }
    }

    private static Task<JsonNode> Send(JsonNode contact, string episode, HttpClient careManager, HttpClient consultant)
    {
        var (type, on, minutes) = ((string)contact["type"]!, (string)contact["date"]!, (int)contact["minutes"]!);
        return type switch
        {
            "psychiatric-consultation" => consultant.Posts($"/v1/episodes/{episode}/consultations", new { on, minutes, recommendation = "continue-treatment" }),
            "relapse-prevention-plan" => careManager.Posts($"/v1/episodes/{episode}/relapse-prevention-plans", new { on, minutes }),
            _ => careManager.Contacts(episode, type, on, minutes, "in-person"),
        };
    }

    public static JsonNode AsPrinted(JsonNode row) => new JsonObject
    {
        ["mrn"] = (string)row["identifier"]!,
        ["status"] = (string)row["status"]! == "relapse-prevention" ? "RPP" : "T",
        ["phq9"] = Cell(row["phq9"]),
        ["gad7"] = Cell(row["gad7"]),
        ["pcl5"] = Cell(row["pcl5"]),
        ["initialAssessment"] = (string?)row["initialAssessmentOn"],
        ["followUp"] = (string?)row["followUpOn"],
        ["psychiatricConsultation"] = (string?)row["psychiatricConsultationOn"],
        ["relapsePreventionPlan"] = (string?)row["relapsePreventionPlanOn"],
        ["sessions"] = (int)row["sessions"]!,
        ["weeksSinceInitialAssessment"] = (int)row["weeksSinceInitialAssessment"]!,
        ["minutesThisMonth"] = (int)row["minutesThisMonth"]!,
    };

    private static JsonObject? Cell(JsonNode? cell) => cell is null ? null : new()
    {
        ["first"] = (int)cell["first"]!,
        ["last"] = (int)cell["last"]!,
        ["lastIsStale"] = (bool)cell["lastIsStale"]!,
    };
}
