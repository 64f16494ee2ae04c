using Xunit.Abstractions;
using Xunit.Sdk;

namespace Registry.IntegrationTests;

/// <summary>A test that needs an installed Chromium. Where there is none it is not discovered, and a message says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Registry.IntegrationTests.BrowserFactDiscoverer", "Registry.IntegrationTests")]
public sealed class BrowserFactAttribute : FactAttribute;

public sealed class BrowserFactDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    private static bool hasSpoken;

    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        if (Chromium.Path is null) return Say("No Chromium is installed (looked on PATH and at REGISTRY_CHROMIUM): the tests of the pages in a browser do not run.", []);
        if (Axe.Script is null) Say("axe-core is not installed (npm --prefix .ci/browser ci): the pages are not checked for barriers.", []);
        return new FactDiscoverer(messages).Discover(discoveryOptions, testMethod, factAttribute);
    }

    private IXunitTestCase[] Say(string what, IXunitTestCase[] discovered)
    {
        if (!hasSpoken) messages.OnMessage(new DiagnosticMessage(what));
        hasSpoken = true;
        return discovered;
    }
}
