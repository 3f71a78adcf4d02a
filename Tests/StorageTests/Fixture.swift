import Database
import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

/// A store over a real file, with one person, three workspaces and a client that asks.
final class Fixture: Sendable {
    let clock = ManualClock()
    let random = SeededRandom(seed: 20)
    private let temporary = TemporaryFolder()
    let store: Store
    let ada: Person
    let studio: Workspace
    let coffee: Workspace
    let atlas: Workspace

    /// The verifier of RFC 7636 appendix B, whose challenge every draft has.
    static let verifier = Array("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".utf8)
    static let challenge = Array("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".utf8)

    init(_ change: (inout DatabaseOptions) -> Void = { _ in }) async throws {
        var options = DatabaseOptions(role: .server)
        change(&options)
        store = try Store(
            path: temporary.file("wayleave.db"),
            options: options,
            actor: .shell("tester"),
            clock: clock
        )
        ada = try await store.people.add(
            PersonDraft(
                identifier: OpaqueIdentifier.person(random),
                email: EmailAddress(parsing: "Ada@example.com"),
                name: DisplayName(parsing: "Ada Lovelace"),
                passwordHash: "$scrypt$1",
                createdAt: clock.now()
            )
        )
        studio = try await Self.workspace("Northwind Studio", store, random, clock)
        coffee = try await Self.workspace("Harbour Coffee", store, random, clock)
        atlas = try await Self.workspace("Atlas Agency", store, random, clock)
        for (workspace, role) in [
            (studio, MembershipRole.owner), (coffee, .editor), (atlas, .viewer),
        ] {
            let key = workspace.key
            try await store.workspaces.setRole(role, of: ada.key, in: key, at: clock.now())
        }
    }

    deinit {
        store.close()
    }

    /// A second opening of the file, as a command has it.
    func openAsCommand() throws -> Store {
        try Store(
            path: temporary.file("wayleave.db"),
            options: DatabaseOptions(role: .command),
            actor: .shell("operator"),
            clock: clock,
            policy: .requireCurrentUnlessNew
        )
    }

    /// A client that nobody has approved yet.
    func client(_ identifier: String = "dyn_example") -> ClientRecord {
        ClientRecord(
            naming: ClientNaming(identifier: identifier, kind: .dynamic, name: "Example"),
            metadata: Array("{}".utf8),
            secretHash: nil,
            lifetimes: nil,
            createdAt: clock.now(),
            disabledAt: nil
        )
    }

    /// A client with a document.
    func documentClient(
        _ metadata: String,
        _ identifier: String = "https://app.example/client.json"
    ) -> ClientRecord {
        ClientRecord(
            naming: ClientNaming(
                identifier: identifier,
                kind: .metadataDocument,
                name: "App"
            ),
            metadata: Array(metadata.utf8),
            secretHash: nil,
            lifetimes: nil,
            createdAt: clock.now(),
            disabledAt: nil
        )
    }

    /// An approval of all scopes in the first two workspaces.
    func draft(
        request: String? = nil,
        client: ClientRecord? = nil,
        user: PersonKey? = nil
    ) -> GrantDraft {
        GrantDraft(
            approval: Approval(
                requestID: request ?? Hex.encode(random.bytes(16)),
                user: UserKey((user ?? ada.key).rawValue),
                resource: "https://mcp.example.com/mcp",
                scopes: .resource,
                workspaces: [studio, coffee].map { OAuth.WorkspaceKey($0.key.rawValue) }
            ),
            client: client ?? self.client(),
            code: CodeBinding(
                challenge: Base64URL.decode(Self.challenge) ?? [],
                redirectURI: "http://127.0.0.1/callback"
            ),
            at: clock.now(),
            random: random
        )
    }

    /// A grant whose code was redeemed.
    func redeemedGrant() async throws -> Grant {
        let grant = try await store.grants.insert(draft())
        _ = try await store.grants.update(grant.key, redemption())
        return try #require(try await store.grants.grant(grant.key))
    }

    /// The rule of a request that redeems a code rightly.
    func redemption() -> @Sendable (inout Grant, GrantStanding) -> CodeRedemption.Outcome {
        let rule = CodeRedemption(
            isFromOwner: true,
            redirectURI: nil,
            verifier: CodeVerifier(parsing: Self.verifier),
            resourceRefusal: nil,
            now: clock.now(),
            lifetimes: .standard
        )
        return { rule.apply(to: &$0, standing: $1) }
    }

    /// The rule of a request that refreshes rightly with the token of `generation`.
    func refresh(
        _ generation: UInt32
    ) -> @Sendable (inout Grant, GrantStanding) -> RefreshRotation.Outcome {
        let rule = RefreshRotation(
            isFromOwner: true,
            generation: generation,
            scope: nil,
            resourceRefusal: nil,
            now: clock.now(),
            lifetimes: .standard
        )
        return { rule.apply(to: &$0, standing: $1) }
    }

    private static func workspace(
        _ name: String,
        _ store: Store,
        _ random: SeededRandom,
        _ clock: ManualClock
    ) async throws -> Workspace {
        try await store.workspaces.add(
            WorkspaceDraft(
                identifier: OpaqueIdentifier.workspace(random),
                name: DisplayName(parsing: name),
                createdAt: clock.now()
            )
        )
    }
}
