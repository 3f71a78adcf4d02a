public import JSON

extension NetworkLimits {
    /// The limits as the store keeps them.
    public var json: JSONValue {
        var object: JSONObject = [
            "length": .integer(Int64(maximumLength)), "measure": .string(measure.name),
            "media": .integer(Int64(maximumMedia)), "needsMedia": .bool(needsMedia),
            "films": .bool(takesFilms), "cards": .bool(takesCards),
            "filmsAlone": .bool(filmsStandAlone),
        ]
        if case .links(let length) = measure { object.append("link", .integer(Int64(length))) }
        object.append("bytes", ifPresent: maximumBytes.map { .integer(Int64($0)) })
        object.append("hashtags", ifPresent: maximumHashtags.map { .integer(Int64($0)) })
        object.append("imageBytes", ifPresent: maximumImageBytes.map { .integer(Int64($0)) })
        return .object(object)
    }

    /// Reads what ``json`` wrote, or is `nil` for anything else.
    public init?(json: JSONValue) {
        func number(_ name: String) -> Int? { json[name]?.integerValue.flatMap(Int.init(exactly:)) }
        guard let length = number("length"), let media = number("media"),
            let name = json["measure"]?.stringValue,
            let measure = TextMeasure(named: name, link: number("link") ?? 23)
        else { return nil }
        self.init(
            length,
            measure,
            media: media,
            needsMedia: json["needsMedia"] == true,
            hashtags: number("hashtags")
        )
        maximumBytes = number("bytes")
        maximumImageBytes = number("imageBytes")
        takesFilms = json["films"] != false
        takesCards = json["cards"] == true
        filmsStandAlone = json["filmsAlone"] == true
    }
}

extension TextMeasure {
    /// The names that files and the store have for ways to count.
    public static let names = ["code_points", "graphemes", "utf16", "links", "weighted"]

    /// The way to count that `name` names, or `nil`.
    ///
    /// - Parameters:
    ///   - name: One of ``names``.
    ///   - link: What a web address counts as under `links`.
    public init?(named name: String, link: Int) {
        switch name {
        case "code_points": self = .codePoints
        case "graphemes": self = .graphemes
        case "utf16": self = .utf16
        case "links": self = .links(as: link)
        case "weighted": self = .weighted
        default: return nil
        }
    }

    var name: String {
        switch self {
        case .codePoints: "code_points"
        case .graphemes: "graphemes"
        case .utf16: "utf16"
        case .links: "links"
        case .weighted: "weighted"
        }
    }
}
