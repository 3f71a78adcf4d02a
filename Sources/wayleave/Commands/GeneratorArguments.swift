internal import Administration
internal import Primitives
internal import Server

/// The options of what drafts posts.
enum GeneratorArguments {
    static let options: [OptionSpec] = [
        .value(
            "ai-endpoint",
            "URL",
            "An OpenAI-compatible endpoint that writes drafts, such as http://localhost:11434/v1. "
                + "Default: the composer that is built in."
        ),
        .value("ai-model", "NAME", "The model to ask there."),
        .value(
            "ai-key-file",
            "FILE",
            "A file whose first line is the endpoint's key. Default: WAYLEAVE_AI_KEY."
        ),
        .value(
            "image-endpoint",
            "URL",
            "An OpenAI-compatible endpoint that makes pictures. Default: cards drawn here."
        ),
        .value("image-model", "NAME", "The model to ask there."),
        .value(
            "image-key-file",
            "FILE",
            "A file whose first line is that endpoint's key. Default: WAYLEAVE_IMAGE_KEY."
        ),
        .value(
            "ai-daily-budget",
            "N",
            "How many drafts each workspace may have generated on a day (UTC). Default: "
                + "\(GeneratorConfiguration.standardDailyDrafts)."
        ),
    ]

    static func generators(
        _ arguments: ParsedArguments,
        log: any Log
    ) throws -> GeneratorConfiguration {
        var generators = GeneratorConfiguration()
        generators.text = try model("ai", "WAYLEAVE_AI_KEY", arguments, log)
        generators.image = try model("image", "WAYLEAVE_IMAGE_KEY", arguments, log)
        let limits = 0...Int64(GeneratorConfiguration.maximumDailyDrafts)
        if let budget = try arguments.number("ai-daily-budget", in: limits) {
            generators.dailyDrafts = Int(budget)
        }
        return generators
    }

    private static func model(
        _ prefix: String,
        _ variable: String,
        _ arguments: ParsedArguments,
        _ log: any Log
    ) throws -> GeneratorConfiguration.Model? {
        let (endpoint, name) = ("\(prefix)-endpoint", "\(prefix)-model")
        guard let address = arguments.value(endpoint) else {
            for option in [name, "\(prefix)-key-file"] where arguments.value(option) != nil {
                throw arguments.invalid(option, "used together with --\(endpoint)")
            }
            return nil
        }
        guard let model = arguments.value(name) else {
            throw arguments.invalid(endpoint, "used together with --\(name)")
        }
        let key = try arguments.value("\(prefix)-key-file").map { try self.key(at: $0, log) }
        return GeneratorConfiguration.Model(
            address: address,
            name: model,
            key: key ?? Environment.value(variable).map(SecretText.init(_:))
        )
    }

    private static func key(at path: String, _ log: any Log) throws -> SecretText {
        do {
            return try SecretFile.firstLine(of: path, log: log)
        } catch {
            throw ServerError("the key file '\(path)' cannot be used: \(error)")
        }
    }
}
