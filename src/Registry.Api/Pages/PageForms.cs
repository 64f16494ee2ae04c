using Microsoft.AspNetCore.Antiforgery;

namespace Registry.Api;

/// <summary>What every form of a page carries: that it is ours, and a key under which it is recorded once however often it is sent.</summary>
public sealed record PageForms(string Token)
{
    public const string TokenField = "token", KeyField = "key";

    internal static PageForms Of(HttpContext http, IAntiforgery antiforgery) => new(antiforgery.GetAndStoreTokens(http).RequestToken!);

    internal static void Configure(AntiforgeryOptions antiforgery, RegistrySettings settings)
    {
        var secure = settings.PublicBase.Scheme == "https";
        antiforgery.FormFieldName = TokenField;
        antiforgery.SuppressXFrameOptionsHeader = true; // the content security policy says it better
        antiforgery.Cookie.Name = secure ? "__Host-registry-forms" : "registry-forms";
        antiforgery.Cookie.Path = "/";
        antiforgery.Cookie.SameSite = SameSiteMode.Strict;
        antiforgery.Cookie.HttpOnly = true;
        // Plain http is answered on the machine itself only, where there is nothing to be heard; "always" would answer it with a failure.
        antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    public override string ToString() => nameof(PageForms);
}
