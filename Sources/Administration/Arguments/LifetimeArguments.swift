public import OAuth

/// The options that set lifetimes, for the server and for one client.
public enum LifetimeArguments {
    /// The options.
    public static let options: [OptionSpec] = [
        .value("access-lifetime", "TIME", "How long an access token lives, at first 10m."),
        .value(
            "idle-lifetime",
            "TIME",
            "How long a refresh token lives that is not used, at first 30d."
        ),
        .value(
            "absolute-lifetime",
            "TIME",
            "How long an approval lives however often it is used, at first 365d."
        ),
        .value(
            "convergence-window",
            "TIME",
            "How long a used refresh token leads to the same successor once more, at first 60s; 0s "
                + "makes every second use a replay."
        ),
        .value("code-lifetime", "TIME", "How long an authorization code lives, at first 60s."),
    ]

    private static let names = [
        "access-lifetime", "idle-lifetime", "absolute-lifetime", "convergence-window",
        "code-lifetime",
    ]

    /// Reads what was given.
    ///
    /// - Parameter arguments: What somebody typed.
    /// - Returns: The change, or `nil` where no option was given.
    /// - Throws: ``UsageError/invalidValue(option:value:expected:command:)``.
    public static func change(
        _ arguments: ParsedArguments
    ) throws(UsageError) -> TokenLifetimesChange? {
        func seconds(_ name: String) throws(UsageError) -> Int64? {
            guard let text = arguments.value(name) else { return nil }
            guard let seconds = DurationArgument.parse(text) else {
                throw arguments.invalid(name, DurationArgument.forms)
            }
            return seconds
        }
        var change = TokenLifetimesChange()
        change.accessSeconds = try seconds("access-lifetime")
        change.idleSeconds = try seconds("idle-lifetime")
        change.absoluteSeconds = try seconds("absolute-lifetime")
        change.convergenceSeconds = try seconds("convergence-window")
        change.codeSeconds = try seconds("code-lifetime")
        return change.isEmpty ? nil : change
    }

    /// The lifetimes of a server that was given these arguments.
    ///
    /// - Parameter arguments: What somebody typed.
    /// - Returns: The usual lifetimes with the given ones.
    /// - Throws: ``UsageError/invalidValue(option:value:expected:command:)``, also where the
    ///   lifetimes contradict each other.
    public static func lifetimes(
        _ arguments: ParsedArguments
    ) throws(UsageError) -> TokenLifetimes {
        let change = try change(arguments) ?? TokenLifetimesChange()
        if let lifetimes = TokenLifetimes.standard.applying(change) { return lifetimes }
        let given = names.first { arguments.value($0) != nil } ?? "access-lifetime"
        throw arguments.invalid(given, rule)
    }

    /// What lifetimes must be to each other, as the end of a sentence.
    static let rule =
        "times that fit together: none but the window is zero, an access token outlives the "
        + "window, and the absolute lifetime is not shorter than the idle one"
}
