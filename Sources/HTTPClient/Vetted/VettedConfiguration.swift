public import HTTP
private import Primitives

/// How a ``VettedClient`` works.
public struct VettedConfiguration: Sendable {
    /// Where requests may go.
    public var policy = OutboundPolicy()
    /// What the client calls itself.
    public var userAgent = HTTPFieldValue(proven: "Wayleave/\(Release.version)")
    /// Requests that are under way at once.
    public var maximumParallel = 4
    /// Requests that may wait for their turn; one more fails at once.
    public var maximumWaiting = 64
    /// Milliseconds in which the name must be looked up.
    public var lookupMilliseconds: UInt64 = 2_000
    /// Milliseconds after which, while a server has not accepted, its next address is tried.
    public var connectMilliseconds: UInt64 = 1_500
    /// Addresses of one name that are tried; all of them are judged.
    public var maximumAddressesTried = 4
    /// A PEM file with the authorities to trust instead of the system's, or `nil`.
    public var authoritiesFile: String?

    /// Creates the default configuration.
    public init() {}
}
