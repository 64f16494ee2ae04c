using Microsoft.AspNetCore.Http.HttpResults;

namespace Registry.Api;

/// <summary>The style sheet and the icon, inside the assembly: a deployment has no folder of files to forget.</summary>
internal static class PageFiles
{
    public static readonly FileContentHttpResult Style = Read("style.css", "text/css; charset=utf-8");
    public static readonly FileContentHttpResult Icon = Read("icon.svg", "image/svg+xml");

    private static FileContentHttpResult Read(string name, string type)
    {
        using var file = typeof(PageFiles).Assembly.GetManifestResourceStream("pages/" + name)!;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return TypedResults.File(bytes, type);
    }
}
