namespace Registry.Sandbox;

/// <summary>Names nobody bears: a reader must see at once that a list is made up.</summary>
internal static class InventedNames
{
    private static readonly string[] Given =
    [
        "Aldra", "Benno", "Cyrin", "Dovie", "Elmar", "Fenna", "Gusto", "Hetta", "Ivora", "Jorin", "Kalla", "Lumo", "Mirel", "Nestor", "Odile",
        "Perrin", "Quilla", "Rasmo", "Selka", "Tovin", "Ulla", "Varro", "Wenda", "Xanto", "Yorra", "Zelda", "Arvo", "Brisa", "Corvo", "Delma",
    ];

    private static readonly string[] Front = ["Test", "Faux", "Sample", "Mock", "Demo", "Pseudo", "Synth", "Ficto", "Dummy", "Proto"];

    private static readonly string[] Back = ["ley", "wood", "ford", "son", "well", "berg", "ton", "mere", "quist", "ova", "dottir", "field", "smith", "ridge"];

    public static string GivenName(Dice dice) => dice.Pick(Given);

    public static string FamilyName(Dice dice) => dice.Pick(Front) + dice.Pick(Back);

    public static string FullName(Dice dice) => $"{GivenName(dice)} {FamilyName(dice)}";
}
