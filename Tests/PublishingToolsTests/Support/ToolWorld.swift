import Cryptography
import Database
import Directory
import Endpoints
import Glibc
import JSON
import MCP
import OAuth
import Primitives
import Publishing
import PublishingTools
import Storage
import TestSupport
import Testing

/// The whole way of a call: a real token, the real introspection, the router, every tool, and a
/// database with two people in five workspaces.
///
/// Ada is owner of *studio*, editor of *coffee*, viewer of *atlas* and owner of *attic*, which her
/// grant does not hold; *garden* is Grace's alone. Each holds the same content.
final class ToolWorld: Sendable {
    static let audience = "https://auth.example.com/mcp"

    let clock = ManualClock()
    let random = SeededRandom(seed: 4)
    let store: Store
    let ada: Person
    let studio: Workspace
    let coffee: Workspace
    let atlas: Workspace
    let attic: Workspace
    let garden: Workspace
    let records = Shared<[CallRecord]>([])
    let network = WillingNetwork()
    private let place: (folder: TemporaryFolder, keys: KeyRing)

    private var keys: KeyRing { place.keys }

    init() async throws {
        let folder = TemporaryFolder()
        let path = folder.path
        let keys = KeyRing(
            rootKey: [UInt8](repeating: 7, count: 32),
            tokenPeppers: [1: MACKey([UInt8](repeating: 9, count: 32))]
        )
        place = (folder, keys)
        store = try Store(
            path: path + "/wayleave.db",
            options: DatabaseOptions(role: .server),
            actor: .server,
            clock: clock
        )
        let town = Town(store: store, clock: clock, random: random)
        ada = try await town.person("ada@example.com", "Ada")
        let grace = try await town.person("grace@example.com", "Grace")
        studio = try await town.workspace("Northwind Studio", (ada, .owner))
        coffee = try await town.workspace("Harbour Coffee", (ada, .editor))
        atlas = try await town.workspace("Atlas Agency", (ada, .viewer))
        attic = try await town.workspace("Attic", (ada, .owner))
        garden = try await town.workspace("Grace's Garden", (grace, .owner))
        for workspace in [studio, coffee, atlas, attic, garden] {
            _ = try await content.add(try sample(), to: access(workspace))
            try await addRun(in: workspace)
            try await addCampaign(in: workspace)
        }
    }

    deinit {
        store.close()
        for suffix in ["", "-wal", "-shm", "-checkpoint-lock", "-server-lock"] {
            unsafe unlink(place.folder.path + "/wayleave.db" + suffix)
        }
    }

    var services: PublishingServices { services(nil, .embedded) }

    private func services(
        _ fetcher: (any MediaFetcher)?,
        _ generators: Drafting.Generators
    ) -> PublishingServices {
        PublishingServices(
            store: content,
            publisher: Publisher(
                store: content,
                providers: [.demo: DemoNetwork(content), .x: StubbornNetwork()],
                log: SilentLog()
            ),
            fetcher: fetcher,
            connections: connecting,
            generators: generators,
            random: random,
            log: SilentLog()
        )
    }

    var content: PublishingTable { store.publishing(.local, vault: keys.connectionKey) }

    /// Connects profiles of Mastodon, whose server always says yes.
    var connecting: ProfileConnecting {
        ProfileConnecting(
            networks: [.mastodon: network],
            store: content,
            key: keys.flowKey,
            addresses: ProfileConnecting.Addresses(
                page: "https://auth.example.com/account/connect",
                callback: "https://auth.example.com/account/connect/callback"
            ),
            clock: clock,
            random: random
        )
    }

    /// An operator's key, which tests use to look and to set up.
    func access(_ workspace: Workspace) -> WorkspaceAccess {
        WorkspaceAccess(
            identifier: workspace.identifier,
            name: workspace.name,
            actor: .operatorAtShell(account: "tester")
        )
    }

    func everything(in workspace: Workspace) async throws -> JSONValue {
        try await content.content(of: access(workspace)).document
    }

    /// Queues a run that stays queued, because nothing works on it here.
    private func addRun(in workspace: Workspace) async throws {
        let access = access(workspace)
        let workflow = try #require(
            try await content.content(of: access).workflows.first
        )
        let run = ItemIdentifiers(random: random).make(.workflowRun)
        let ticket = WriteTicket<WorkflowRun>(key: nil) { _ in [:] }
        _ = try await content.enqueue(
            workflow.identifier,
            run: run,
            input: ["text": "Now"],
            agreed: nil,
            ticket,
            in: access
        )
    }

    /// Begins a campaign that stays as it is, because nothing works on it here.
    private func addCampaign(in workspace: Workspace) async throws {
        _ = try await content.begin(
            CampaignBrief(DraftRequest(prompt: "Oak boards for the winter")),
            as: "cmp_of_\(workspace.identifier)",
            WriteTicket<Campaign>(key: nil) { _ in [:] },
            in: access(workspace)
        )
    }

    private func sample() throws -> WorkspaceContent {
        try ContentReader.read(
            try JSONValue(parsing: Array(SampleContent.text.utf8)),
            ItemIdentifiers(random: random),
            now: clock.now()
        )
    }

    /// A grant of ada's with these scopes in studio, coffee and atlas.
    func grant(
        _ scopes: ScopeSet = .resource,
        confirmsPublishing: Bool = false
    ) async throws -> Grant {
        let client = ClientRecord(
            naming: ClientNaming(identifier: "dyn_example", kind: .dynamic, name: "Example"),
            metadata: Array("{}".utf8),
            secretHash: nil,
            lifetimes: nil,
            createdAt: clock.now(),
            disabledAt: nil
        )
        let draft = GrantDraft(
            approval: Approval(
                requestID: Hex.encode(random.bytes(16)),
                user: UserKey(ada.key.rawValue),
                resource: Self.audience,
                scopes: scopes,
                workspaces: [studio, coffee, atlas].map { OAuth.WorkspaceKey($0.key.rawValue) },
                confirmsPublishing: confirmsPublishing
            ),
            client: client,
            code: CodeBinding(challenge: Self.challenge, redirectURI: "http://127.0.0.1/callback"),
            at: clock.now(),
            random: random
        )
        let grant = try await store.grants.insert(draft)
        let rule = CodeRedemption(
            isFromOwner: true,
            redirectURI: nil,
            verifier: CodeVerifier(parsing: Self.verifier),
            resourceRefusal: nil,
            now: clock.now(),
            lifetimes: .standard
        )
        _ = try await store.grants.update(grant.key) { rule.apply(to: &$0, standing: $1) }
        return try #require(try await store.grants.grant(grant.key))
    }

    /// The verifier of RFC 7636 appendix B, and its challenge.
    private static let verifier = Array("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".utf8)
    private static let challenge =
        Base64URL.decode(Array("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".utf8)) ?? []

    /// A connection that calls tools under `grant`.
    ///
    /// - Parameters:
    ///   - grant: The grant.
    ///   - fetcher: Who fetches media.
    ///   - generators: Who writes and draws.
    ///   - meanwhile: What happens between introspection and the tool.
    /// - Returns: The connection.
    /// - Throws: Where a tool is defined wrongly.
    func connection(
        _ grant: Grant,
        fetcher: (any MediaFetcher)? = nil,
        generators: Drafting.Generators = .embedded,
        meanwhile: (@Sendable () async throws -> Void)? = nil
    ) throws -> Connection {
        let codec = TokenCodec(keys: TokenKeys(of: keys))
        let tokens = TokenService(
            codec: codec,
            grants: store.grants,
            issuer: try #require(Issuer(parsing: "https://auth.example.com")),
            lifetimes: .standard,
            clock: clock
        )
        let claims = TokenClaims(
            kind: .access,
            grant: grant.key,
            generation: grant.tokens.generation,
            scopes: grant.terms.scopes
        )
        var router = MCPRouter(
            resource: ProtectedResource(
                identifier: Self.audience,
                metadataURL: "https://auth.example.com/metadata",
                scopes: ScopeSet.resource.names,
                management: ConnectionManagement(
                    address: "https://auth.example.com/account/connection"
                )
            ),
            identity: ServerIdentity(
                name: "wayleave",
                title: "Wayleave",
                version: "1"
            ),
            catalogue: try ToolCatalogue(ToolRegistry.all(services(fetcher, generators))),
            introspector: Interrupted(
                inner: StoredTokenIntrospector(tokens: tokens, audience: Self.audience),
                meanwhile: meanwhile
            ),
            log: SilentLog(),
            now: { MonotonicInstant(nanoseconds: 0) },
            observe: { [records] record in records.change { $0.append(record) } }
        )
        router.confirmation = CallConfirmation(
            sealer: SealedCallState(key: keys.callStateKey, random: random),
            clock: clock
        )
        return Connection(
            router: router,
            token: codec.encode(claims, salt: grant.tokens.salt)
        )
    }

    /// A connection with every scope.
    func connection() async throws -> Connection {
        try connection(try await grant())
    }
}

/// The real introspection, with something happening right after it.
private struct Interrupted: TokenIntrospector {
    let inner: StoredTokenIntrospector
    let meanwhile: (@Sendable () async throws -> Void)?

    func introspect(
        _ token: SecretText
    ) async throws(IntrospectionFailure) -> TokenIntrospection {
        let answer = try await inner.introspect(token)
        do {
            try await meanwhile?()
        } catch {
            Issue.record(error)
        }
        return answer
    }
}

/// A network that never takes anything.
private struct StubbornNetwork: NetworkProvider {
    func publish(_ publication: Publication) async -> PublishOutcome {
        .refused(code: "refused", message: "Not today.")
    }
}

/// Adds people and workspaces.
private struct Town {
    let store: Store
    let clock: ManualClock
    let random: SeededRandom

    func person(_ email: String, _ name: String) async throws -> Person {
        try await store.people.add(
            PersonDraft(
                identifier: OpaqueIdentifier.person(random),
                email: EmailAddress(parsing: email),
                name: DisplayName(parsing: name),
                passwordHash: "$scrypt$1",
                createdAt: clock.now()
            )
        )
    }

    func workspace(
        _ name: String,
        _ member: (Person, MembershipRole)
    ) async throws -> Workspace {
        let workspace = try await store.workspaces.add(
            WorkspaceDraft(
                identifier: OpaqueIdentifier.workspace(random),
                name: DisplayName(parsing: name),
                createdAt: clock.now()
            )
        )
        try await store.workspaces.setRole(
            member.1,
            of: member.0.key,
            in: workspace.key,
            at: clock.now()
        )
        return workspace
    }
}
