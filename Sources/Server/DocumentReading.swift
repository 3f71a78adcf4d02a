internal import Endpoints
internal import HTTP
internal import HTTPClient
internal import HTTPServer
internal import OAuth
internal import Primitives
internal import Transport

/// How the server reads what clients publish about themselves.
enum DocumentReading {
    /// Makes the one way out, which never leads back to this server.
    ///
    /// - Parameters:
    ///   - configuration: Whether documents of this computer are read, for development.
    ///   - addresses: Where the server listens.
    ///   - group: The loops that carry the connections.
    /// - Returns: The source.
    /// - Throws: ``ServerError`` where the system's certificate authorities cannot be read.
    static func source(
        _ configuration: ServerConfiguration,
        _ addresses: [BoundAddress],
        on group: EventLoopGroup
    ) throws(ServerError) -> VettedDocuments {
        let issuer = try ServerIssuer.settle(configuration.issuer, first: addresses.first?.url)
        var vetted = VettedConfiguration()
        vetted.policy = try configuration.outbound.policy()
        vetted.policy.allowsInsecureLoopback = configuration.allowsInsecureLoopbackClients
        vetted.policy.addresses.ownAddresses += addresses.map(\.address)
        if let host = AbsoluteURL(issuer.text)?.host { vetted.policy.ownHosts = [host] }
        vetted.userAgent = HTTPFieldValue(
            proven: "Wayleave/\(Release.version) (+\(issuer.text))"
        )
        do {
            let client = try VettedClient(
                on: group,
                resolver: SystemHostResolver(),
                configuration: vetted
            )
            return VettedDocuments(
                fetcher: DocumentFetcher(client: client, clock: SystemWallClock())
            )
        } catch {
            throw ServerError(error.description)
        }
    }
}
