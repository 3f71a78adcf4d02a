internal import JSON
private import Primitives

/// Where a client's keys are (RFC 7591 §2, `jwks` and `jwks_uri`).
public enum ClientKeySource: Sendable, Equatable {
    /// In its document, and so pinned with it.
    case inline(JSONWebKeySet)
    /// At this address, read again as its owner rotates them.
    case address(String)

    /// The form that is stored.
    var canonical: JSONValue {
        switch self {
        case .inline(let set): .array(set.keys.map(\.canonical))
        case .address(let text): .string(text)
        }
    }

    /// Reads what ``canonical`` wrote, or returns `nil`.
    init?(canonical value: JSONValue) {
        switch value {
        case .string(let text): self = .address(text)
        case .array(let list):
            let keys = list.compactMap { $0.objectValue.flatMap(JSONWebKey.init(_:)) }
            guard keys.count == list.count else { return nil }
            self = .inline(JSONWebKeySet(keys: keys))
        default: return nil
        }
    }
}
