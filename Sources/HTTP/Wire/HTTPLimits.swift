/// How much of a message is accepted; what goes beyond is refused, never cut.
public struct HTTPLimits: Sendable, Equatable {
    /// Bytes of a request line or status line, line end included (414).
    ///
    /// The largest client, redirect URI and state that are accepted, sealed into the address of the
    /// consent page, make 12,400 bytes.
    public var maximumStartLineBytes = 16_384
    /// Bytes of a head, start line and empty line included (431); also of the trailers of one body.
    public var maximumHeadBytes = 24_576
    /// Fields of a head, and of the trailers of one body (431).
    public var maximumFields = 100
    /// Bytes of a body, transfer coding removed (413, at the head where the length is declared).
    public var maximumBodyBytes = 1_048_576
    /// Bytes of all chunk extensions of one body (400).
    public var maximumChunkExtensionBytes = 16_384
    /// Interim responses that a client accepts before the final one.
    public var maximumInterimResponses = 3

    /// Creates the default limits.
    public init() {}
}
