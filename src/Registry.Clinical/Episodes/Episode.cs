namespace Registry.Clinical;

public sealed class Episode;
