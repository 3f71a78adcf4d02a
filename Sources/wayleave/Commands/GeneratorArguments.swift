internal import Administration
private import Primitives
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

    static func generators(_ arguments: ParsedArguments) throws -> GeneratorConfiguration {
        var generators = GeneratorConfiguration()
        generators.text = try model("ai", "WAYLEAVE_AI_KEY", arguments)
        generators.image = try model("image", "WAYLEAVE_IMAGE_KEY", arguments)
        let limits = 0...Int64(GeneratorConfiguration.maximumDailyDrafts)
        if let budget = try arguments.number("ai-daily-budget", in: limits) {
            generators.dailyDrafts = Int(budget)
        }
        return generators
    }

    private static func model(
        _ prefix: String,
        _ variable: String,
        _ arguments: ParsedArguments
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
        let key = try arguments.value("\(prefix)-key-file").map(firstLine(of:))
        return GeneratorConfiguration.Model(
            address: address,
            name: model,
            key: key ?? Environment.value(variable).map(SecretText.init(_:))
        )
    }

    private static func firstLine(of path: String) throws -> SecretText {
        let bytes: [UInt8]
        do {
            bytes = try WholeFile.read(path, maximumBytes: 16 << 10)
        } catch {
            throw ServerError("the key file '\(path)' cannot be used: \(error)")
        }
        let line = bytes.prefix { $0 != 0x0a && $0 != 0x0d }
        guard !line.isEmpty else {
            throw ServerError("the key file '\(path)' is empty; write the key on its first line")
        }
        return SecretText(String(decoding: line, as: UTF8.self))
    }
}
