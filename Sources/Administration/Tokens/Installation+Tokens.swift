private import Cryptography
internal import JSON
internal import OAuth
public import Primitives
internal import Storage

extension Installation {
    /// Says what a token is, whose, and whether it works or why not; the token itself is never
    /// shown.
    ///
    /// - Parameter token: The token.
    /// - Returns: The answer; a text that is no token of this server is an answer too.
    /// - Throws: ``AdministrationError``, also where the key file cannot be read.
    public func inspect(_ token: SecretText) async throws(AdministrationError) -> CommandOutput {
        let inspection = TokenInspection(
            codec: TokenCodec(keys: try tokenKeys()),
            now: clock.now(),
            lifetimes: try serverLifetimes()
        )
        guard let presented = inspection.decode(Array(token.exposed.utf8)) else {
            return Self.output(of: .foreign)
        }
        let access = try await explained {
            try await store.grants.access(presented.claims.grant)
        }
        return Self.output(of: inspection.finding(of: presented, access: access))
    }

    private func tokenKeys() throws(AdministrationError) -> TokenKeys {
        let ring = try explained { try KeyFile.load(at: paths.keys) }
        let keys = TokenKeys(
            peppers: ring.tokenPeppers,
            newestPepperID: ring.newestPepperID,
            blockKey: ring.tokenBlockKey
        )
        guard let keys else { throw AdministrationError("the key file has no newest key") }
        return keys
    }

    private static func output(of finding: TokenInspection.Finding) -> CommandOutput {
        switch finding {
        case .foreign:
            let reason = "This is not a token that this server has issued."
            return CommandOutput(reason, json: inactive(kind: nil, reason))
        case .forged(let kind):
            let reason =
                "It looks like an \(kind.words), but this server has not issued it for any grant."
            return CommandOutput(reason, json: inactive(kind: kind, reason))
        case .authentic(let kind, let access, let verdict):
            return output(kind, access, verdict)
        }
    }

    private static func inactive(kind: TokenKind?, _ reason: String) -> JSONValue {
        ["kind": .text(kind?.name), "active": .bool(false), "reason": .string(reason)]
    }

    private static func output(
        _ kind: TokenKind,
        _ access: GrantAccess,
        _ verdict: TokenInspection.Verdict
    ) -> CommandOutput {
        var details = Details()
        var json: JSONObject = ["kind": .string(kind.name)]
        details.add("Kind", kind.words)
        switch verdict {
        case .works(let end, let scopes):
            details.add("Works", "yes, until \(end.exact)")
            details.add("Scopes", all: scopes.names)
            json.append("active", .bool(true))
            json.append("reason", .null)
            json.append("expires_at", end.json)
            json.append("scopes", .array(scopes.names.map(JSONValue.string)))
        case .refused(let reason):
            details.add("Works", "no. \(reason)")
            json.append("active", .bool(false))
            json.append("reason", .string(reason))
        }
        details.add("Grant", access.grant.identifier)
        details.add("User", "\(access.user.email) (\(access.user.identifier))")
        details.add("Client", "\(access.client.name) (\(access.client.identifier))")
        let workspaces = access.workspaces.byName
        details.add("Workspaces", all: workspaces.map { "\($0.name), \($0.role.rawValue)" })
        json.append("grant_id", .string(access.grant.identifier))
        json.append(
            "user",
            ["id": .string(access.user.identifier), "email": .string(access.user.email)]
        )
        json.append(
            "client",
            ["id": .string(access.client.identifier), "name": .string(access.client.name)]
        )
        json.append("workspaces", .array(workspaces.map(\.json)))
        return CommandOutput(details.text, json: .object(json))
    }
}

extension EffectiveWorkspace {
    fileprivate var json: JSONValue {
        ["id": .string(identifier), "name": .string(name), "role": .string(role.rawValue)]
    }
}
