/// What a token is for; bound into its MAC, so that one kind never passes for another.
public enum TokenKind: UInt8, Sendable, CaseIterable {
    /// An authorization code.
    case code = 1
    /// An access token.
    case access = 2
    /// A refresh token.
    case refresh = 3

    /// How the token begins, so that people and secret scanners recognise it.
    public var prefix: String {
        switch self {
        case .code: "wlc_"
        case .access: "wla_"
        case .refresh: "wlr_"
        }
    }
}
