using NodaTime;
using Registry.Sandbox;

#pragma warning disable RS0030 // the one place where the real clock enters
IClock clock = SystemClock.Instance;
#pragma warning restore RS0030

return await SandboxRun.Run(args, clock, Console.Out, Console.Error);
