/// What a token is for; bound into its MAC, so that one kind never passes for another.
public enum TokenKind: UInt8, Sendable, CaseIterable {
    /// An authorization code.
    case code = 1
    /// An access token.
    case access = 2
    /// A refresh token.
    case refresh = 3

    /// The kind of a token that begins like `text`, or `nil`.
    init?(prefixOf text: [UInt8]) {
        guard text.count > 4, text[0] == UInt8(ascii: "w"), text[1] == UInt8(ascii: "l"),
            text[3] == UInt8(ascii: "_")
        else { return nil }
        switch text[2] {
        case UInt8(ascii: "c"): self = .code
        case UInt8(ascii: "a"): self = .access
        case UInt8(ascii: "r"): self = .refresh
        default: return nil
        }
    }

    /// How many bytes ``prefix`` has.
    static let prefixByteCount = 4

    /// How the token begins, so that people and secret scanners recognise it.
    public var prefix: String {
        switch self {
        case .code: "wlc_"
        case .access: "wla_"
        case .refresh: "wlr_"
        }
    }
}
