namespace Registry.Clinical;

public sealed class Patient;
