public import Primitives

/// What the token, introspection and revocation endpoints run: read the token, read its row,
/// believe it, and let a rule decide.
///
/// Every call may run on any task; what is kept is only what the store has not changed since.
public struct TokenService: Sendable {
    let codec: TokenCodec
    let grants: any GrantStore
    let issuer: Issuer
    let lifetimes: TokenLifetimes
    let clock: any WallClock
    let known = KnownTokens()

    /// A grant is noted as used at most once in this many seconds, to keep reads free of writes.
    let useNoteIntervalSeconds: Int64 = 300

    /// Creates the service.
    public init(
        codec: TokenCodec,
        grants: any GrantStore,
        issuer: Issuer,
        lifetimes: TokenLifetimes,
        clock: any WallClock
    ) {
        self.codec = codec
        self.grants = grants
        self.issuer = issuer
        self.lifetimes = lifetimes
        self.clock = clock
    }

    /// Answers a token request of an authenticated client.
    ///
    /// Waits for one durable write when tokens are newly made; every refusal without a replay and
    /// every convergent refresh is answered from a read.
    ///
    /// - Parameters:
    ///   - request: The parsed request.
    ///   - client: The client, authenticated as its registration demands.
    /// - Returns: The tokens.
    /// - Throws: ``TokenFailure`` with the exact reason; its ``TokenFailure/wire`` goes out.
    public func answer(
        _ request: TokenRequest,
        from client: Client
    ) async throws(TokenFailure) -> TokenResponse {
        switch request {
        case .code(let request): try await redeem(request, from: client)
        case .refresh(let request): try await refresh(request, from: client)
        }
    }

    /// The authorization code of a grant; the same one however often it is asked for.
    func code(for grant: Grant) -> SecretText {
        let claims = TokenClaims(kind: .code, grant: grant.key, generation: 0)
        return codec.encode(claims, salt: grant.tokens.salt)
    }

    /// Reads the row of a token and checks the token against it, or returns `nil`.
    func authenticAccess(of token: PresentedToken) async throws(StoreError) -> GrantAccess? {
        guard let access = try await grants.access(token.claims.grant),
            token.isAuthentic(salt: access.grant.tokens.salt)
        else { return nil }
        return access
    }

    private func redeem(
        _ request: TokenRequest.CodeRequest,
        from client: Client
    ) async throws(TokenFailure) -> TokenResponse {
        guard let token = codec.decode(request.code, as: .code) else { throw .notACode }
        let access = try await access(of: token)
        let rule = CodeRedemption(
            isFromOwner: access.client.identifier.isIdentical(to: client.identifier),
            redirectURI: request.redirectURI,
            verifier: request.verifier,
            resourceRefusal: refusal(of: request.resources, in: access.grant),
            now: clock.now(),
            lifetimes: lifetimes
        )
        switch try await decide(access, { rule.apply(to: &$0, standing: $1) }) {
        case .redeemed(let issued): return response(issued, access)
        case .refused(let failure): throw failure
        }
    }

    private func refresh(
        _ request: TokenRequest.RefreshRequest,
        from client: Client
    ) async throws(TokenFailure) -> TokenResponse {
        guard let token = codec.decode(request.token, as: .refresh) else { throw .notARefreshToken }
        let access = try await access(of: token)
        let rule = RefreshRotation(
            isFromOwner: access.client.identifier.isIdentical(to: client.identifier),
            generation: token.claims.generation,
            scope: request.scope,
            resourceRefusal: refusal(of: request.resources, in: access.grant),
            now: clock.now(),
            lifetimes: lifetimes
        )
        switch try await decide(access, { rule.apply(to: &$0, standing: $1) }) {
        case .issued(let issued): return response(issued, access)
        case .refused(let failure): throw failure
        }
    }

    private func access(of token: PresentedToken) async throws(TokenFailure) -> GrantAccess {
        let found: GrantAccess?
        do {
            found = try await authenticAccess(of: token)
        } catch {
            throw .store(error)
        }
        guard let found else { throw .notAuthentic }
        return found
    }

    /// Why the resources of a token request are not the one that was approved (RFC 8707 §2.2).
    private func refusal(of resources: [[UInt8]], in grant: Grant) -> ResourceRefusal? {
        guard let resource = ResourceIndicator(canonical: grant.terms.resource) else { return nil }
        do {
            try resource.check(resources)
            return nil
        } catch {
            return error
        }
    }

    /// Runs `rule` on the row just read and, where it would change the row, again inside the write
    /// transaction, whose verdict alone counts.
    private func decide<Outcome: Sendable>(
        _ access: GrantAccess,
        _ rule: @escaping @Sendable (inout Grant, GrantStanding) -> Outcome
    ) async throws(TokenFailure) -> Outcome {
        var copy = access.grant
        let verdict = rule(&copy, access.standing)
        guard copy != access.grant else { return verdict }
        let outcome: Outcome?
        do {
            outcome = try await grants.update(access.grant.key, rule)
        } catch {
            throw .store(error)
        }
        guard let outcome else { throw .notAuthentic }
        return outcome
    }

    private func response(_ issued: IssuedGeneration, _ access: GrantAccess) -> TokenResponse {
        let grant = access.grant
        let salt = grant.tokens.salt
        let end = (grant.terms.lifetimes ?? lifetimes)
            .accessEnd(issuedAt: issued.issuedAt, approvedAt: grant.createdAt)
        return TokenResponse(
            accessToken: codec.encode(
                TokenClaims(
                    kind: .access,
                    grant: grant.key,
                    generation: issued.number,
                    scopes: issued.limit
                ),
                salt: salt
            ),
            refreshToken: codec.encode(
                TokenClaims(kind: .refresh, grant: grant.key, generation: issued.number),
                salt: salt
            ),
            expiresInSeconds: max(1, end.seconds(since: clock.now())),
            scopes: issued.scopes,
            workspaces: access.workspaces,
            grant: grant.identifier,
            person: access.user.identifier
        )
    }
}
