import Cryptography
import Database
import Directory
import HTTP
import HTTPServer
import JSON
import Primitives
import Publishing
import Storage
import TestSupport
import Testing
import Transport

@testable import Server

@Suite("call_webhook against a receiver", .timeLimit(.minutes(10)))
struct WebhookStepTests {
    @Test func `the receiver gets one signed message under the key of the step`() async throws {
        let receiver = Receiver(.ok)
        try await Scene.with(receiver) { scene in
            await scene.scheduler.look()
            let run = try await scene.run()
            #expect(run.status == .succeeded)
            #expect(run.steps.last?.message == "Called blog.")
            await scene.scheduler.look()
        }
        #expect(receiver.requests.value.count == 1)
        let request = try #require(receiver.requests.value.first)
        #expect(request.method == .post && request.path == "/hook")
        let id = try request.text("webhook-id")
        #expect(id == "run_1.1")
        #expect(try request.text("idempotency-key") == id)
        let signed =
            Array("\(id).\(try request.text("webhook-timestamp")).".utf8) + request.body
        let key = MACKey(Array("0123456789abcdef0123456789abcdef".utf8))
        let signature = "v1,\(Base64.encode(key.authenticate(signed)))"
        #expect(try request.text("webhook-signature") == signature)
        let body = try JSONValue(parsing: request.body)
        #expect(body["data"]?["text"] == "Say hello")
    }

    @Test func `a receiver that refuses ends the run with its reason`() async throws {
        let receiver = Receiver(.badRequest)
        try await Scene.with(receiver) { scene in
            await scene.scheduler.look()
            let run = try await scene.run()
            #expect(run.status == .failed)
            #expect(run.steps.map(\.isDone) == [true, false])
            #expect(run.steps.last?.message.contains("400") == true)
            #expect(run.post != nil)
        }
        #expect(receiver.requests.value.count == 1)
    }

    @Test func `a busy receiver is asked again later, under the same key`() async throws {
        let receiver = Receiver(.serviceUnavailable, .ok)
        try await Scene.with(receiver) { scene in
            await scene.scheduler.look()
            #expect(try await scene.run().status == .running)
            await scene.scheduler.look()
            #expect(receiver.requests.value.count == 1)
            try await scene.letTimePass()
            await scene.scheduler.look()
            #expect(try await scene.run().status == .succeeded)
        }
        let keys = try receiver.requests.value.map { try $0.text("webhook-id") }
        #expect(keys == ["run_1.1", "run_1.1"])
    }

    @Test func `an address that the operator did not allow is never called`() async throws {
        let receiver = Receiver(.ok)
        try await Scene.with(receiver, allowed: []) { scene in
            await scene.scheduler.look()
            let run = try await scene.run()
            #expect(run.status == .failed)
            #expect(run.steps.last?.message.contains("127.0.0.1") == false)
        }
        #expect(receiver.requests.value.isEmpty)
    }
}

/// Answers its requests with these statuses in turn, the last one for good.
private final class Receiver: HTTPHandler {
    let requests = Shared<[HTTPRequest]>([])
    private let statuses: [HTTPStatus]

    init(_ statuses: HTTPStatus...) {
        self.statuses = statuses
    }

    func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
        requests.change { $0.append(request) }
        let number = min(requests.value.count, statuses.count)
        return HTTPResponse(status: statuses[number - 1])
    }
}

/// A workspace with a workflow that calls a receiver, and the publishing side of a real server.
private struct Scene {
    let scheduler: Scheduler
    private let tables: PublishingTable
    private let store: Store
    private let access: WorkspaceAccess

    static func with(
        _ receiver: Receiver,
        allowed: [String] = ["127.0.0.1"],
        _ body: (Scene) async throws -> Void
    ) async throws {
        let folder = TemporaryFolder()
        let group = try EventLoopGroup(count: 1)
        let server = WebServer(
            configuration: HTTPServerConfiguration(
                addresses: [SocketAddress(ip: .loopback, port: 0)]
            ),
            group: group,
            handler: receiver
        )
        let origin = try #require(try server.start().first?.url)
        try group.start()
        let store = try Store(
            path: folder.path + "/wayleave.db",
            options: DatabaseOptions(role: .server),
            actor: .server,
            clock: SystemWallClock()
        )
        do {
            try await body(try await Scene(store, group, folder, origin, allowed))
        } catch {
            Issue.record(error)
        }
        await server.drain(withinMilliseconds: 2_000)
        group.stop()
        store.close()
    }

    private init(
        _ store: Store,
        _ group: EventLoopGroup,
        _ folder: TemporaryFolder,
        _ origin: String,
        _ allowed: [String]
    ) async throws {
        let keys = try KeyFile.loadOrCreate(at: folder.path + "/keys", random: SystemRandom())
        var outbound = OutboundNetwork()
        outbound.webhookAddresses = allowed
        let parts = try PublishingParts(
            PublishingParts.Settings(
                standing: .local,
                connectionKey: keys.connectionKey,
                outbound: outbound,
                generators: GeneratorConfiguration()
            ),
            store: store,
            on: group,
            [],
            log: SilentLog()
        )
        scheduler = parts.scheduler
        self.store = store
        tables = store.publishing(.local, vault: keys.connectionKey)
        let workspace = try await store.workspaces.add(
            WorkspaceDraft(
                identifier: OpaqueIdentifier.workspace(SystemRandom()),
                name: try DisplayName(parsing: "One"),
                createdAt: SystemWallClock().now()
            )
        )
        access = WorkspaceAccess(
            identifier: workspace.identifier,
            name: workspace.name,
            actor: .operatorAtShell(account: "tester")
        )
        let content = try ContentReader.read(
            Self.document(origin),
            ItemIdentifiers(random: SystemRandom()),
            now: SystemWallClock().now()
        )
        _ = try await tables.add(content, to: access)
        _ = try await tables.enqueue(
            try #require(content.workflows.first).identifier,
            run: "run_1",
            input: ["text": "hello"],
            agreed: nil,
            WriteTicket(key: nil) { _ in [:] },
            in: access
        )
    }

    private static func document(_ origin: String) -> JSONValue {
        [
            "format": "wayleave-workspace-content", "version": 1,
            "profiles": [
                [
                    "key": "hook", "provider": "webhook", "name": "Blog", "handle": "blog",
                    "endpoint": .string("\(origin)/hook"),
                    "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
                ]
            ],
            "workflows": [
                [
                    "name": "Tell the blog", "trigger": ["on": "manual"],
                    "steps": [
                        ["do": "create_draft", "caption": "Say {{text}}", "profiles": []],
                        ["do": "call_webhook", "profile": "hook"],
                    ],
                ]
            ],
        ]
    }

    func run() async throws -> WorkflowRun {
        try await tables.run("run_1", in: access)
    }

    /// Lets what waits for a later time be due now.
    func letTimePass() async throws {
        try await store.database.write { connection throws(DatabaseError) in
            _ = try connection.execute(
                "UPDATE workflow_runs SET next_step_at = 0 WHERE next_step_at IS NOT NULL"
            )
        }
    }
}

extension HTTPRequest {
    /// The one value of a field.
    fileprivate func text(_ name: StaticString) throws -> String {
        let value = try #require(fields.all(HTTPFieldName(literal: name)).first)
        return String(decoding: value, as: UTF8.self)
    }
}
