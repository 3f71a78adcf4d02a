internal import JSON
internal import Primitives

/// What proves a profile at its network, as the store keeps it sealed.
struct NetworkCredentials: Sendable {
    /// The access token.
    var access: SecretText
    /// What gives a new one (RFC 6749 §6), where there is such a thing.
    var refresh: SecretText?
    /// Until when the access token is good, where the network said so.
    var expiresAt: Timestamp?

    init(access: SecretText, refresh: SecretText? = nil, expiresAt: Timestamp? = nil) {
        self.access = access
        self.refresh = refresh
        self.expiresAt = expiresAt
    }

    /// Reads ``text``, or is `nil` for anything else.
    init?(_ text: SecretText) {
        guard let json = try? JSONValue(parsing: Array(text.exposed.utf8)),
            let access = json["access"]?.stringValue
        else { return nil }
        self.access = SecretText(access)
        refresh = json["refresh"]?.stringValue.map(SecretText.init(_:))
        expiresAt = json["expires"]?.integerValue.map(Timestamp.init(secondsSinceEpoch:))
    }

    var text: SecretText {
        var object: JSONObject = ["access": .string(access.exposed)]
        object.append("refresh", ifPresent: refresh.map { .string($0.exposed) })
        object.append("expires", ifPresent: expiresAt.map { .integer($0.secondsSinceEpoch) })
        return SecretText(String(decoding: JSONValue.object(object).serialized(), as: UTF8.self))
    }
}
