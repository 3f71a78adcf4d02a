internal import OAuth
internal import Pages

extension ClientSummary {
    /// The client of a request that waits for a decision.
    init(_ request: AcceptedAuthorizationRequest) {
        self.init(
            name: request.client.metadata.displayName,
            kind: request.client.kind,
            redirectURI: request.redirectURI
        )
    }

    /// The client of a grant, or `nil` where the stored redirect URI cannot be read.
    init?(_ access: GrantAccess) {
        guard let uri = try? RedirectURI(parsing: access.grant.code.redirectURI) else {
            return nil
        }
        self.init(name: access.client.name, kind: access.client.kind, redirectURI: uri)
    }

    private init(name: String, kind: ClientKind, redirectURI: RedirectURI) {
        let destination: Destination =
            switch redirectURI.kind {
            case .https: .website(host: redirectURI.displayHost)
            case .loopback: .thisComputer(address: redirectURI.displayHost)
            case .privateUse:
                .application(scheme: String(redirectURI.displayHost.prefix { $0 != ":" }))
            }
        let verification: Verification = kind == .registered ? .byOperator : .unverified
        self.init(name: name, verification: verification, destination: destination)
    }
}
