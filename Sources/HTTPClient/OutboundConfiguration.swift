/// The bounds within which an outbound client works.
public struct OutboundConfiguration: Sendable {
    /// Milliseconds from handing a request over until its answer must be complete; connecting and
    /// repeating count.
    public var requestMilliseconds: UInt64 = 5_000
    /// Requests of one event loop that may wait for answers; one more fails at once.
    public var maximumOutstanding = 4_096
    /// Bytes of an answer's body.
    public var maximumResponseBytes = 65_536
    /// Times that a repeatable request is sent over connections that give no answer at all.
    public var maximumAttempts = 2
    /// A PEM file with the authorities to trust instead of the system's, or `nil`.
    public var authoritiesFile: String?

    /// Creates the default bounds.
    public init() {}
}
