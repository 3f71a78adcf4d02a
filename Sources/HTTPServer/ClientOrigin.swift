internal import HTTP
private import Primitives
internal import Transport

/// Where a request comes from, after trusted proxies have been believed.
struct ClientOrigin {
    let address: String
    let isSecure: Bool

    /// Judges one request.
    ///
    /// Proxies append to `X-Forwarded-For`, so only its right end comes from somebody trusted: the
    /// client is the last hop that is not itself a trusted proxy. Anybody can write the rest.
    ///
    /// - Parameters:
    ///   - fields: The request's header fields.
    ///   - peerAddress: The trusted proxy that sent the request.
    ///   - isSecure: Whether the proxy's own connection is under TLS.
    ///   - trusted: The proxies that are believed.
    init(
        _ fields: HTTPFields,
        from peerAddress: String,
        isSecure: Bool,
        trusted: [CIDRBlock]
    ) {
        var client = peerAddress
        for member in fields.members(.xForwardedFor).reversed() {
            guard let hop = Self.address(member) else { break }
            client = hop.unmapped.description
            guard trusted.contains(where: { $0.contains(hop) }) else { break }
        }
        address = client
        guard let scheme = fields.members(.xForwardedProto).last else {
            self.isSecure = isSecure
            return
        }
        self.isSecure = scheme.map(ASCII.lowercased(_:)) == Array("https".utf8)
    }

    /// Reads a hop: an address, or as some proxies write it, an address and a port.
    private static func address(_ member: [UInt8]) -> IPAddress? {
        let text = String(decoding: member, as: UTF8.self)
        if let address = IPAddress(parsing: text) { return address }
        return (try? SocketAddress(parsing: text))?.ip
    }
}
