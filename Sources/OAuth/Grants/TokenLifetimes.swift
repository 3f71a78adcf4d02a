private import Primitives

/// How long codes and tokens live, in seconds; a server has one value, a client may have its own.
public struct TokenLifetimes: Sendable, Hashable {
    /// Life of an authorization code, from its issue.
    public let codeSeconds: Int64
    /// Advertised life of an access token, from the issue of its generation.
    public let accessSeconds: Int64
    /// How long an access token outlives what was advertised.
    ///
    /// Clients refresh only when their own clock says so and open a browser at any 401, so the
    /// server must be the last to give a token up.
    public let graceSeconds: Int64
    /// Life of a refresh token that is not used, from the issue of its generation.
    public let idleSeconds: Int64
    /// Life of a grant however often it is refreshed, from its approval.
    public let absoluteSeconds: Int64
    /// How long the previous refresh token leads to the same successor, from that one's issue.
    public let convergenceSeconds: Int64

    /// The product's defaults: 60 s, 10 min, 30 s, 30 days, 1 year and 60 s.
    public static let standard = TokenLifetimes(
        unchecked: [60, 600, 30, 2_592_000, 31_536_000, 60]
    )

    /// Creates lifetimes, or `nil` when they contradict each other.
    ///
    /// Every life is at least one second, the grace and the window may be zero; the window must
    /// end before the access tokens it hands out again do, and idle must not exceed absolute.
    public init?(
        codeSeconds: Int64,
        accessSeconds: Int64,
        graceSeconds: Int64,
        idleSeconds: Int64,
        absoluteSeconds: Int64,
        convergenceSeconds: Int64
    ) {
        let values = [
            codeSeconds, accessSeconds, graceSeconds, idleSeconds, absoluteSeconds,
            convergenceSeconds,
        ]
        let longest: Int64 = 100 * 31_536_000
        guard values.allSatisfy({ (0...longest).contains($0) }), codeSeconds > 0,
            accessSeconds > convergenceSeconds, idleSeconds > 0, absoluteSeconds >= idleSeconds
        else { return nil }
        self.init(unchecked: values)
    }

    /// These lifetimes with that of a code extended to at least `seconds`.
    func lettingCodesWait(_ seconds: Int64) -> TokenLifetimes {
        TokenLifetimes(
            unchecked: [
                max(codeSeconds, seconds), accessSeconds, graceSeconds, idleSeconds,
                absoluteSeconds, convergenceSeconds,
            ]
        )
    }

    /// Reads the form that ``compactText`` writes, or returns `nil`.
    public init?(compactText: String) {
        guard let values = Self.values(in: compactText) else { return nil }
        self.init(
            codeSeconds: values[0],
            accessSeconds: values[1],
            graceSeconds: values[2],
            idleSeconds: values[3],
            absoluteSeconds: values[4],
            convergenceSeconds: values[5]
        )
    }

    /// Six decimal numbers between single spaces; read with every grant, so in one walk.
    private static func values(in text: String) -> [Int64]? {
        var values: [Int64] = []
        values.reserveCapacity(6)
        var value: Int64 = 0
        var digits = 0
        for byte in text.utf8 {
            if byte == 0x20 {
                guard digits > 0, values.count < 5 else { return nil }
                values.append(value)
                (value, digits) = (0, 0)
            } else {
                // Twelve digits are more than any life has, and cannot overflow.
                guard ASCII.isDigit(byte), digits < 12 else { return nil }
                value = value * 10 + Int64(byte - 0x30)
                digits += 1
            }
        }
        guard digits > 0, values.count == 5 else { return nil }
        values.append(value)
        return values
    }

    private init(unchecked values: [Int64]) {
        codeSeconds = values[0]
        accessSeconds = values[1]
        graceSeconds = values[2]
        idleSeconds = values[3]
        absoluteSeconds = values[4]
        convergenceSeconds = values[5]
    }

    /// The six values in decimal, in the order of declaration, for one database column.
    public var compactText: String {
        "\(codeSeconds) \(accessSeconds) \(graceSeconds) \(idleSeconds) \(absoluteSeconds) "
            + "\(convergenceSeconds)"
    }
}
