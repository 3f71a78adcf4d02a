import Cryptography
import Database
import Directory
import HTTP
import HTTPClient
import HTTPServer
import OAuth
import Primitives
import Publishing
import PublishingTools
import Storage
import TestSupport
import Testing
import Transport

@testable import Server

/// An answer, however it travelled.
struct Answer {
    let status: Int
    let fields: HTTPFields
    let body: String
}

/// A way to reach the whole application: by a call, or by a socket.
protocol Road: Sendable {
    func send(_ request: HTTPRequest) async throws -> Answer
}

/// Calls the application's handler.
struct MemoryRoad: Road {
    let handler: any HTTPHandler
    /// The host that requests name.
    var host = "127.0.0.1:8080"

    func send(_ request: HTTPRequest) async throws -> Answer {
        var request = request
        request.fields.append(.host, HTTPFieldValue(proven: host))
        let context = RequestContext(
            name: RequestName(0x0123_4567_89ab_cdef),
            peerAddress: "127.0.0.1",
            clientAddress: "127.0.0.1",
            isSecure: false,
            receivedAt: MonotonicInstant.now()
        )
        let response = await handler.respond(to: request, in: context)
        var fields = response.fields
        if let common = response.common { fields.append(contentsOf: common.fields) }
        let bytes: [UInt8] =
            switch response.body {
            case .bytes(let bytes): bytes
            case .parts(let parts): Array(parts.joined())
            case .empty, .stream: []
            }
        let text = String(decoding: bytes, as: UTF8.self)
        return Answer(status: response.status.code, fields: fields, body: text)
    }
}

/// Sends requests to a listening server over loopback.
struct SocketRoad: Road {
    let client: OutboundClient
    let origin: String

    func send(_ request: HTTPRequest) async throws -> Answer {
        let query = request.query.map { "?" + String(decoding: $0, as: UTF8.self) } ?? ""
        let url = try #require(AbsoluteURL(origin + request.path + query))
        let response = try await client.send(
            OutboundRequest(
                method: request.method,
                url: url,
                fields: request.fields,
                body: request.body,
                isRepeatable: false
            )
        )
        return Answer(
            status: response.status.code,
            fields: response.fields,
            body: String(decoding: response.body, as: UTF8.self)
        )
    }
}

/// A server with a database of its own, one person in three workspaces, another in none, and
/// one resource server.
final class JourneyFixture: Sendable {
    static let issuer = "http://127.0.0.1:8080"
    static let password = "three unrelated words"

    let folder: TemporaryFolder
    let published = PublishedDocuments()
    let store: Store
    let workspaces: [String]
    let keys: KeyRing
    private let log: any Log
    /// Cheap hashes: what a sign-in costs is tested elsewhere.
    private let hasher: PasswordHasher

    init(log: any Log = SilentLog()) async throws {
        self.log = log
        folder = TemporaryFolder()
        let cheap = try #require(PasswordParameters(log2Cost: 4, blockSize: 8, parallelism: 1))
        hasher = PasswordHasher(workers: 1, parameters: cheap, random: SystemRandom())
        keys = try KeyFile.loadOrCreate(at: folder.path + "/keys", random: SystemRandom())
        store = try Store(
            path: folder.path + "/wayleave.db",
            options: DatabaseOptions(role: .server),
            actor: .server,
            clock: SystemWallClock()
        )
        let now = SystemWallClock().now()
        let person = try await store.people.add(
            PersonDraft(
                identifier: OpaqueIdentifier.person(SystemRandom()),
                email: try EmailAddress(parsing: "ada@example.com"),
                name: try DisplayName(parsing: "Ada"),
                passwordHash: try await hasher.hash(SecretText(Self.password)).text,
                createdAt: now
            )
        )
        _ = try await store.people.add(
            PersonDraft(
                identifier: OpaqueIdentifier.person(SystemRandom()),
                email: try EmailAddress(parsing: "grace@example.com"),
                name: try DisplayName(parsing: "Grace"),
                passwordHash: try await hasher.hash(SecretText(Self.password)).text,
                createdAt: now
            )
        )
        var identifiers: [String] = []
        for (name, role) in [("One", MembershipRole.owner), ("Two", .editor), ("Three", .viewer)] {
            let workspace = try await store.workspaces.add(
                WorkspaceDraft(
                    identifier: OpaqueIdentifier.workspace(SystemRandom()),
                    name: try DisplayName(parsing: name),
                    createdAt: now
                )
            )
            try await store.workspaces.setRole(role, of: person.key, in: workspace.key, at: now)
            identifiers.append(workspace.identifier)
        }
        workspaces = identifiers
        _ = try await store.resourceServers.add(
            ResourceServer(
                identifier: "rs_test",
                audience: Self.issuer + "/mcp",
                secretHash: SHA256.digest(Array("secret".utf8))
            ),
            at: now
        )
    }

    /// A second server over the files of `other`, with an opening of the database of its own.
    init(beside other: JourneyFixture) throws {
        log = other.log
        folder = other.folder
        hasher = other.hasher
        workspaces = other.workspaces
        keys = try KeyFile.loadOrCreate(at: folder.path + "/keys", random: SystemRandom())
        store = try Store(
            path: folder.path + "/wayleave.db",
            options: DatabaseOptions(role: .server),
            actor: .server,
            clock: SystemWallClock()
        )
    }

    func handler(
        _ addresses: [BoundAddress],
        issuer: String = JourneyFixture.issuer
    ) throws -> any HTTPHandler {
        try Composition(
            configuration: ServerConfiguration(
                listen: ListenConfiguration(addresses: []),
                issuer: issuer,
                databasePath: "",
                keyPath: ""
            ),
            keys: keys,
            store: store,
            knownClients: KnownClientRegistry(.builtIn),
            publishing: publishing,
            log: log,
            hasher: hasher
        ).handler(addresses, documents: published)
    }

    /// Tools that reach no network.
    private var publishing: PublishingServices {
        let tables = store.publishing(.local)
        return PublishingServices(
            store: tables,
            publisher: Publisher(store: tables, providers: [:], log: SilentLog()),
            fetcher: nil,
            random: SystemRandom(),
            log: SilentLog()
        )
    }

    /// Runs `body` with a road that calls the application directly, or goes through a socket.
    func travel(bySocket: Bool, _ body: (any Road) async throws -> Void) async throws {
        guard bySocket else { return try await body(MemoryRoad(handler: try handler([]))) }
        try await listen { group, address in
            let origin = "http://\(address)"
            let client = try OutboundClient(to: try #require(AbsoluteURL(origin)), on: group)
            do {
                try await body(SocketRoad(client: client, origin: origin))
            } catch {
                Issue.record(error)
            }
            client.stop()
        }
    }

    /// Runs `body` while a server on a loop of its own listens.
    func listen(_ body: (EventLoopGroup, SocketAddress) async throws -> Void) async throws {
        let group = try EventLoopGroup(
            count: 1,
            onThreadStart: { [store] _ in try? store.database.attachReader() },
            onRoundEnd: { [store] _ in store.database.endRound() }
        )
        let late = LateHandler()
        let server = WebServer(
            configuration: HTTPServerConfiguration(
                addresses: [try SocketAddress(parsing: "127.0.0.1:0")]
            ),
            group: group,
            handler: late
        )
        let addresses = try server.start()
        late.set(try handler(addresses))
        try group.start()
        do {
            try await body(group, try #require(addresses.first?.address))
        } catch {
            Issue.record(error)
        }
        await server.drain(withinMilliseconds: 2_000)
        group.stop()
    }
}
