import Endpoints
import HTTP
import HTTPClient
import HTTPServer
import OAuth
import Primitives
import TestSupport
import Testing
import Transport

/// Answers documents as the path asks.
private struct DocumentServer: HTTPHandler {
    func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
        var response = HTTPResponse(status: .ok, body: .bytes(Array("{}".utf8)))
        response.fields.append(.contentType, "application/json")
        switch request.path {
        case "/hour": response.fields.append(.cacheControl, "public, max-age=3600")
        case "/once": response.fields.append(.cacheControl, "no-store, max-age=3600")
        case "/page": response.fields.set(.contentType, "text/html")
        case "/moved":
            response.status = .seeOther
            response.fields.append(.location, "/hour")
        case "/gone": response.status = .notFound
        default: break
        }
        return response
    }
}

@Suite("Documents through the vetted client, over a socket", .timeLimit(.minutes(10)))
struct VettedDocumentsTests {
    /// What a test sees of one reading.
    private struct Reading {
        let result: Result<PublishedDocument, DocumentSourceFailure>
        let slept: [UInt64]
    }

    private func read(_ paths: [String], spentMilliseconds: UInt64 = 0) async throws -> [Reading] {
        let group = try EventLoopGroup(count: 1)
        let server = WebServer(
            configuration: HTTPServerConfiguration(
                addresses: [try SocketAddress(parsing: "127.0.0.1:0")]
            ),
            group: group,
            handler: DocumentServer()
        )
        let origin = try #require(try server.start().first?.url)
        try group.start()
        defer { group.stop() }
        var configuration = VettedConfiguration()
        configuration.policy.allowsInsecureLoopback = true
        let client = try VettedClient(
            on: group,
            resolver: SystemHostResolver(),
            configuration: configuration
        )
        let (time, sleeps) = (Shared(UInt64(0)), Shared([UInt64]()))
        let source = VettedDocuments(
            fetcher: DocumentFetcher(client: client, clock: ManualClock()),
            now: {
                defer { time.change { $0 += spentMilliseconds * 1_000_000 } }
                return MonotonicInstant(nanoseconds: time.value)
            },
            sleep: { milliseconds in sleeps.change { $0.append(milliseconds) } }
        )
        var readings: [Reading] = []
        for path in paths {
            let address = try ClientDocumentAddress(
                parsing: Array((origin + path).utf8),
                allowsLoopback: true
            )
            sleeps.change { $0 = [] }
            let result: Result<PublishedDocument, DocumentSourceFailure>
            do throws(DocumentSourceFailure) {
                result = .success(try await source.document(at: address, maximumBytes: 100))
            } catch {
                result = .failure(error)
            }
            readings.append(Reading(result: result, slept: sleeps.value))
        }
        await server.drain(withinMilliseconds: 1_000)
        return readings
    }

    @Test func `the body comes with how long it may be kept`() async throws {
        let readings = try await read(["/hour", "/once", "/plain"])
        let lifetimes = try readings.map { try $0.result.get().lifetime }
        #expect(lifetimes == [.seconds(3_600), .thisFlowOnly, .unstated])
        #expect(try readings[0].result.get().body == Array("{}".utf8))
        #expect(readings.allSatisfy { $0.slept.isEmpty })
    }

    @Test func `a failure is told without detail of its time, and when to try again`()
        async throws
    {
        let readings = try await read(
            ["/gone", "/page", "/moved", "/gone"],
            spentMilliseconds: 310
        )
        // What the server answers lasts until somebody mends it there; nothing else is told apart,
        // and an address that failed is left alone for a while.
        for (reading, pause) in zip(readings, [nil, nil, 30, 30] as [Int64?]) {
            guard case .failure(let failure) = reading.result else {
                Issue.record("a failure was expected")
                continue
            }
            #expect(failure.retryAfterSeconds == pause && !failure.reason.isEmpty)
            #expect(reading.slept == [190], "310 ms are rounded up to 500")
        }
    }
}
