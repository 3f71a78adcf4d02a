internal import JSON
internal import Publishing

/// What a Mastodon server takes at most, as it says itself.
enum MastodonLimits {
    /// Asks the server; `nil` where it does not say.
    static func read(_ origin: String, _ network: NetworkClient) async -> NetworkLimits? {
        for path in ["/api/v2/instance", "/api/v1/instance"] {
            guard case .success(let answer) = await network.send(.get(origin + path)),
                answer.isSuccess, let configuration = answer.json?["configuration"]
            else { continue }
            return limits(configuration)
        }
        return nil
    }

    /// Reads the member `configuration`; what is missing or absurd stays as it usually is.
    static func limits(_ configuration: JSONValue) -> NetworkLimits {
        func number(_ group: String, _ name: String, _ range: ClosedRange<Int>) -> Int? {
            configuration[group]?[name]?.integerValue.flatMap(Int.init(exactly:))
                .flatMap { range.contains($0) ? $0 : nil }
        }
        var limits = NetworkLimits(of: .mastodon)
        if let length = number("statuses", "max_characters", 1...1_000_000) {
            limits.maximumLength = length
        }
        if let link = number("statuses", "characters_reserved_per_url", 1...1_000) {
            limits.measure = .links(as: link)
        }
        if let count = number("statuses", "max_media_attachments", 0...100) {
            limits.maximumMedia = count
        }
        limits.maximumImageBytes =
            number("media_attachments", "image_size_limit", 1...1_000_000_000)
        let types = configuration["media_attachments"]?["supported_mime_types"]?.arrayValue
        if let types { limits.takesFilms = types.contains("video/mp4") }
        return limits
    }
}
