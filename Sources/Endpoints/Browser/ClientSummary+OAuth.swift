internal import OAuth
internal import Pages

extension ChangeLine {
    /// A difference in a client's document, in words.
    init(_ change: ClientChange) {
        let subject =
            switch change.subject {
            case .name: "Its name"
            case .homePage: "Its home page"
            case .redirectURIs: "Where the answer may go"
            case .method: "How it proves who it is"
            case .keys: "The keys it proves that with"
            }
        let words: (String) -> String = { text in
            guard change.subject == .method else { return text }
            switch text {
            case "private_key_jwt": return "by signing with its own key"
            default: return "not at all"
            }
        }
        self.init(
            subject: subject,
            before: change.before.map(words),
            after: change.after.map(words)
        )
    }
}

extension ClientSummary {
    /// The client of a request that waits for a decision.
    init(_ request: AcceptedAuthorizationRequest) {
        self.init(
            name: request.client.metadata.displayName,
            verification: Verification(request.recognition, kind: request.client.kind),
            destination: Destination(request.redirectURI),
            caution: Caution(request.recognition)
        )
    }

    /// The client of a request whose document was not read yet: nothing but its host is known.
    init(_ request: UnresolvedRequest) {
        self.init(
            name: request.clientHost,
            verification: .unverified,
            destination: Destination(request.redirectURI)
        )
    }

    /// The client of a grant as the registry knows it now, or `nil` where the stored redirect URI
    /// cannot be read.
    init?(_ access: GrantAccess, _ known: KnownClients) {
        guard let uri = try? RedirectURI(parsing: access.grant.code.redirectURI) else {
            return nil
        }
        let client = access.client
        let recognition = known.recognize(
            ClientNaming(identifier: client.identifier, kind: client.kind, name: client.name),
            at: uri
        )
        self.init(
            name: client.name,
            verification: Verification(recognition, kind: client.kind),
            destination: Destination(uri),
            caution: Caution(recognition)
        )
    }
}

extension ClientSummary.Verification {
    init(_ recognition: ClientRecognition, kind: ClientKind) {
        self =
            switch recognition {
            case .verified(let known, .document): .byKnownDocument(.init(known))
            case .verified(let known, .callback): .byKnownCallback(.init(known))
            case .unknown, .plausible, .lookalike, .mixedAlphabets:
                kind == .registered ? .byOperator : .unverified
            }
    }
}

extension ClientSummary.Caution {
    init?(_ recognition: ClientRecognition) {
        switch recognition {
        case .unknown, .verified, .plausible: return nil
        case .lookalike(let known, let isDisguised):
            self = isDisguised ? .disguised(.init(known)) : .lookalike(.init(known))
        case .mixedAlphabets: self = .mixedAlphabets
        }
    }
}

extension ClientSummary.KnownName {
    init(_ known: KnownClient) {
        self.init(name: known.name, vendor: known.vendor)
    }
}

extension ClientSummary.Destination {
    init(_ redirectURI: RedirectURI) {
        self =
            switch redirectURI.kind {
            case .https: .website(host: redirectURI.displayHost)
            case .loopback: .thisComputer(address: redirectURI.displayHost)
            case .privateUse:
                .application(scheme: String(redirectURI.displayHost.prefix { $0 != ":" }))
            }
    }
}
