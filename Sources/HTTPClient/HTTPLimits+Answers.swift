internal import HTTP

extension HTTPLimits {
    /// For answers of other servers: no head of theirs needs the room that the longest
    /// authorization request takes here.
    static var answers: HTTPLimits {
        var limits = HTTPLimits()
        limits.maximumStartLineBytes = 8_192
        limits.maximumHeadBytes = 16_384
        return limits
    }
}
