using System.Text.Json.Nodes;

namespace Registry.IntegrationTests.Canary;

/// <summary>FHIR resources with a mark wherever R4 lets somebody write.</summary>
internal static class CanaryFhir
{
    public static JsonObject Patient(CanaryMarks marks, string? id = null)
    {
        var patient = new JsonObject
        {
            ["resourceType"] = "Patient",
            ["text"] = new JsonObject { ["status"] = "generated", ["div"] = $"<div xmlns=\"http://www.w3.org/1999/xhtml\">{marks.For("narrative")}</div>" },
            ["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:mrn", ["value"] = marks.For("mrn") }),
            ["name"] = new JsonArray(new JsonObject { ["family"] = marks.For("family"), ["given"] = new JsonArray(marks.For("given")), ["text"] = marks.For("nametext") }),
            ["telecom"] = new JsonArray(new JsonObject { ["system"] = "phone", ["value"] = marks.For("phone") }),
            ["birthDate"] = CanaryMarks.BirthDate,
            ["address"] = new JsonArray(new JsonObject { ["line"] = new JsonArray(marks.For("line")), ["city"] = marks.For("city"), ["postalCode"] = marks.For("postcode") }),
            ["contact"] = new JsonArray(new JsonObject { ["name"] = new JsonObject { ["text"] = marks.For("relative") } }),
        };
        if (id is not null) patient["id"] = id;
        return patient;
    }

    public static JsonObject Observation(CanaryMarks marks, string patient, string? id = null)
    {
        var observation = Intents.Observation(patient, "phq-9", "2025-06-01", 14, identifier: marks.For("scoreidentifier"));
        observation["code"]!["text"] = marks.For("codetext");
        observation["note"] = new JsonArray(new JsonObject { ["text"] = marks.For("note") });
        observation["subject"]!["display"] = marks.For("subject");
        observation["performer"] = new JsonArray(new JsonObject { ["display"] = marks.For("performer") });
        observation["device"] = new JsonObject { ["display"] = marks.For("device") };
        if (id is not null) observation["id"] = id;
        return observation;
    }

    public static JsonObject Response(CanaryMarks marks, string patient)
    {
        var response = Responses.Phq9(patient, "2025-06-02", [1, 1, 1, 1, 1, 1, 1, 1, 0], 8, identifier: marks.For("responseidentifier"));
        response["author"] = new JsonObject { ["display"] = marks.For("author") };
        response["item"]![0]!["text"] = marks.For("itemtext");
        response["item"]!.AsArray().Add(new JsonObject { ["linkId"] = "remark", ["answer"] = new JsonArray(new JsonObject { ["valueString"] = marks.For("answer") }) });
        return response;
    }

    public static JsonObject Form(CanaryMarks marks)
    {
        var form = Responses.Form($"https://forms.example.org/{Guid.CreateVersion7()}");
        form["title"] = marks.For("title");
        form["description"] = marks.For("description");
        return form;
    }

    public static JsonObject Bundle(CanaryMarks marks, string type)
    {
        const string patient = "urn:uuid:6b1f0a52-3f0c-4c57-8d0d-2f3f8f0a7c11", score = "urn:uuid:0d6f8c1e-88a9-4c38-9b0a-5f1f1d2c3b44";
        var observation = Observation(marks, "x");
        observation["subject"]!["reference"] = patient;
        return new()
        {
            ["resourceType"] = "Bundle",
            ["type"] = type,
            ["entry"] = new JsonArray(
                new JsonObject { ["fullUrl"] = patient, ["resource"] = Patient(marks), ["request"] = Post("Patient") },
                new JsonObject { ["fullUrl"] = score, ["resource"] = observation, ["request"] = Post("Observation") }),
        };

        JsonObject Post(string url) => new() { ["method"] = "POST", ["url"] = url };
    }

    /// <summary>What is sent to an address below /fhir.</summary>
    public static string Body(string pattern, CanaryMarks marks, string patient, string? id) => pattern.Split('/')[2..] switch
    {
        ["$import-ndjson"] => $"{Patient(marks).ToJsonString()}\n{Observation(marks, patient).ToJsonString()}\n{{\"resourceType\":\"{marks.For("nothing")}\"}}\n",
        ["$import"] => Bundle(marks, "collection").ToJsonString(),
        [""] or [] => Bundle(marks, "transaction").ToJsonString(),
        ["Patient", ..] => Patient(marks, id).ToJsonString(),
        ["QuestionnaireResponse", ..] => Response(marks, patient).ToJsonString(),
        ["Questionnaire", ..] => Form(marks).ToJsonString(),
        _ => Observation(marks, patient, id).ToJsonString(),
    };
}
