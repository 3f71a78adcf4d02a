public import HTTP
internal import Transport

/// A URL that an ``OutboundPolicy`` has let through, in the one reading that everything after uses.
public struct OutboundURL: Sendable, Hashable {
    enum Destination: Hashable {
        /// The addresses of this name, which are judged when they are known.
        case name
        /// These addresses, which the URL names itself.
        case literal([IPAddress])
    }

    /// The longest URL, in bytes.
    static let maximumBytes = 2_048

    /// The parts.
    public let url: AbsoluteURL
    let destination: Destination
    /// Whether the operator named its origin, so that no address of it is refused.
    var isTrusted = false

    /// The normal form.
    public var text: String { url.description }
}
