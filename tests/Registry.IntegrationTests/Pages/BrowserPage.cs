using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>One tab: where it goes, what is on it, and everything it complained about or asked for.</summary>
internal sealed class BrowserPage
{
    private readonly DevTools tools;
    private readonly string session;
    private readonly Uri site;
    private TaskCompletionSource loaded = new();

    private BrowserPage(DevTools tools, string session, Uri site) => (this.tools, this.session, this.site) = (tools, session, site);

    /// <summary>Errors of the console and of the page, violations of the content security policy among them.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Addresses that were asked for outside of the site.</summary>
    public ConcurrentQueue<string> ElsewhereAsked { get; } = new();

    /// <summary>Status of the last document.</summary>
    public int Status { get; private set; }

    public static async Task<BrowserPage> Open(DevTools tools, string session, Uri site, int width)
    {
        var page = new BrowserPage(tools, session, site);
        tools.Hear(session, page.Hear);
        foreach (var domain in (string[])["Page", "Network", "Runtime", "Log"]) await page.Send($"{domain}.enable");
        await page.Send("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        return page;
    }

    public Task Goes(string path) => Loads(() => Send("Page.navigate", new() { ["url"] = new Uri(site, path).ToString() }));

    /// <summary>Follows a link or sends a form, and waits for what comes.</summary>
    public Task Clicks(string selector) => Loads(() => Evaluates($"document.querySelector({Quoted(selector)}).click()"));

    public Task Types(string selector, string text) => Evaluates($"document.querySelector({Quoted(selector)}).value = {Quoted(text)}");

    /// <summary>Signs in through the provider's page, whatever page was asked for.</summary>
    public async Task SignsIn(string persona, string path = "/app")
    {
        await Goes(path);
        await Clicks($"button[value={persona}]");
    }

    public async Task<string> Text(string selector = "body") => (string)(await Evaluates($"document.querySelector({Quoted(selector)}).innerText"))!;

    public Task<string[]> Texts(string selector) => Values($"[...document.querySelectorAll({Quoted(selector)})].map(e => e.innerText)");

    public async Task<string[]> Values(string script) => (await Evaluates(script))!.Deserialize<string[]>()!;

    /// <summary>With the style sheets of another medium: "print", or "" for the screen again.</summary>
    public Task Sees(string medium) => Send("Emulation.setEmulatedMedia", new() { ["media"] = medium });

    public async Task<string> Path() => (string)(await Evaluates("location.pathname"))!;

    public async Task<JsonNode?> Evaluates(string script)
    {
        var answer = await Send("Runtime.evaluate", new() { ["expression"] = script, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["exceptionDetails"] is { } thrown ? throw new InvalidOperationException(thrown.ToJsonString()) : answer["result"]!["value"]?.DeepClone();
    }

    /// <summary>As it would come out of a printer.</summary>
    public async Task<byte[]> Prints() => Convert.FromBase64String((string)(await Send("Page.printToPDF", new() { ["preferCSSPageSize"] = true }))["data"]!);

    /// <summary>Waits for a page to change by itself.</summary>
    public async Task Arrives(string path)
    {
        var tries = 0;
        // Whole, so that its coming is not taken for that of the next one.
        while (!(bool)(await Evaluates($"location.pathname === {Quoted(path)} && document.readyState === 'complete'"))!)
        {
            Assert.True(tries++ < 100, $"The page stayed at {await Path()}.");
            await Task.Delay(100);
        }
    }

    private async Task Loads(Func<Task> act)
    {
        loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await act();
        await loaded.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private Task<JsonNode> Send(string method, JsonObject? parameters = null) => tools.Send(method, parameters, session);

    private void Hear(string method, JsonNode what)
    {
        switch (method)
        {
            case "Page.loadEventFired":
                loaded.TrySetResult();
                break;
            case "Network.responseReceived" when (string?)what["type"] == "Document":
                Status = (int)what["response"]!["status"]!;
                break;
            case "Network.requestWillBeSent" when !((string)what["request"]!["url"]!).StartsWith(site.ToString(), StringComparison.Ordinal):
                ElsewhereAsked.Enqueue((string)what["request"]!["url"]!);
                break;
            case "Log.entryAdded" when (string?)what["entry"]!["level"] == "error":
                Complaints.Enqueue((string)what["entry"]!["text"]!);
                break;
            case "Runtime.exceptionThrown" or "Runtime.consoleAPICalled":
                Complaints.Enqueue(what.ToJsonString());
                break;
        }
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
