internal import HTTP
private import Primitives
internal import Transport

/// Where requests on behalf of other people may go.
///
/// The default lets `https` on port 443 to public servers through and nothing else.
public struct OutboundPolicy: Sendable {
    /// Which addresses are fine.
    public var addresses = AddressPolicy()
    /// Names of this server itself, in lower case, from which nothing is fetched.
    public var ownHosts: Set<String> = []
    /// Ports of hosts that are named.
    public var ports: Set<UInt16> = [443]
    /// Whether a URL must be written in its normal form, as where it is an identifier.
    public var requiresNormalForm = true
    /// Origins that the operator named, such as that of a model on the same machine: they may be
    /// `http`, have any name and port, and lead to any address.
    ///
    /// For clients that ask these origins and nothing that strangers name.
    public var trustedOrigins: Set<String> = []
    /// Whether URLs of this machine's loopback addresses are fine too, `http` among them.
    ///
    /// For development, and for addresses by number and `localhost` only: names of the DNS that
    /// lead to loopback addresses stay refused.
    public var allowsInsecureLoopback = false

    /// Creates the default policy.
    public init() {}

    /// Judges what can be known of a URL without asking the DNS.
    ///
    /// - Parameter text: The URL.
    /// - Returns: The only reading of it.
    /// - Throws: What is wrong with it.
    public func vet(_ text: String) throws(OutboundURLProblem) -> OutboundURL {
        guard text.utf8.count <= OutboundURL.maximumBytes else { throw .tooLong }
        guard let url = AbsoluteURL(text) else { throw .malformed }
        guard !requiresNormalForm || url.description.isIdentical(to: text) else {
            throw .notNormal
        }
        if trustedOrigins.contains(url.origin) {
            let destination = Self.literals(url).map(OutboundURL.Destination.literal) ?? .name
            return OutboundURL(url: url, destination: destination, isTrusted: true)
        }
        if let literals = Self.literals(url) {
            let allowed = literals.filter {
                refusal(of: $0, port: url.port, isLiteral: true) == nil
            }
            guard allowed.isEmpty else {
                return OutboundURL(url: url, destination: .literal(allowed))
            }
        }
        guard url.isSecure else { throw .notEncrypted }
        guard IPAddress(parsing: url.host) == nil else { throw .addressLiteral }
        if let problem = PublicHostName.problem(with: url.host) { throw problem }
        guard !ownHosts.contains(url.host) else { throw .ownHost }
        guard ports.contains(url.port) else { throw .portRefused }
        return OutboundURL(url: url, destination: .name)
    }

    /// Returns why nothing may be sent to `address`, or `nil` when it is fine.
    ///
    /// - Parameters:
    ///   - address: The address.
    ///   - port: The port.
    ///   - isLiteral: Whether the URL itself says so, and not the DNS.
    /// - Returns: The reason.
    func refusal(of address: IPAddress, port: UInt16, isLiteral: Bool) -> AddressRefusal? {
        let policy =
            isLiteral && allowsInsecureLoopback ? addresses.allowingLoopback() : addresses
        let target = SocketAddress(ip: address, port: port)
        if isLiteral, policy.exemptions.allSatisfy({ !$0.covers(target) }) {
            // A literal is never fine by being public: certificates name hosts.
            return addresses.refusal(of: target) ?? .unnamed
        }
        return policy.refusal(of: target)
    }

    /// The addresses that a URL names itself, or `nil` when it has a name for the DNS.
    private static func literals(_ url: AbsoluteURL) -> [IPAddress]? {
        if let address = IPAddress(parsing: url.host) { return [address] }
        // Whatever the resolver says, this name never leaves the machine (RFC 6761 §6.3).
        guard url.host.isIdentical(to: "localhost") else { return nil }
        return [.loopback, .v6(0, 1)]
    }
}
