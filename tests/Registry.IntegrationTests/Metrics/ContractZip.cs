using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>Tables of the contract as another registry sends them.</summary>
internal static class ContractZip
{
    /// <summary>One patient in care, with everything as it should be, at the time of the test clock.</summary>
    public static Dictionary<string, string> Sound(string site) => new Dictionary<string, string>
    {
        ["patient"] = "p1,1980-05-17\n",
        ["coverage"] = "p1,medicaid_ffs,1979-01-01,2030-12-31,\n",
        ["cocm_episode"] = "e1,p1,2025-02-03,registry,depression,phq9,recorded,,,\n",
        ["contact"] = "c1,p1,2025-02-03,bhcm,treatment,in_person,false\n",
        ["scale_result"] = "s1,p1,2025-02-03,phq9,14,,,\n",
        ["psych_review"] = "r1,p1,2025-03-10,true,\n",
        ["practice_visit"] = "v1,p1,2025-03-11,primary_care,,in_person\n",
        ["site_month"] = $"{site},2025-03,0.80,12,rule,2025-04-20,x,\n",
    }.ToDictionary(t => t.Key + ".csv", t => string.Join(',', ContractSchema.Tables[t.Key].Select(c => c.Name)) + "\n" + t.Value);

    public static byte[] Of(Dictionary<string, string> files, Encoding? encoding = null)
    {
        using var made = new MemoryStream();
        using (var zip = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var file = zip.CreateEntry(name).Open();
                file.Write((encoding ?? Encoding.UTF8).GetBytes(text));
            }
        }

        return made.ToArray();
    }

    public static ByteArrayContent Body(byte[] archive) => new(archive) { Headers = { ContentType = new MediaTypeHeaderValue("application/zip") } };
}
