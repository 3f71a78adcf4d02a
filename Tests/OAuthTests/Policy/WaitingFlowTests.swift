import OAuth
import Primitives
import TestSupport
import Testing

@Suite("A flow that waits for the operator")
struct WaitingFlowTests {
    private let server: Fixture
    private let flow: [UInt8]

    init() async throws {
        server = try Fixture()
        let request = try await server.accepted(Fixture.authorizePairs(try server.clientID()))
        let text = server.authorization.sealer.seal(
            request,
            binding: Fixture.binding,
            at: server.clock.now()
        )
        flow = Array(text.utf8)
    }

    private var sealer: FlowSealer { server.authorization.sealer }

    private func requestID(_ flow: [UInt8]) async -> String? {
        let resumption = await server.authorization.resume(
            flow,
            binding: Fixture.binding,
            person: UserKey(1)
        )
        guard case .accepted(_, let requestID) = resumption else { return nil }
        return requestID
    }

    private func waiting(_ flow: [UInt8]) -> [UInt8]? {
        sealer.waiting(flow, binding: Fixture.binding, at: server.clock.now()).map {
            Array($0.utf8)
        }
    }

    private func decidable(_ flow: [UInt8]) -> [UInt8]? {
        sealer.decidable(flow, binding: Fixture.binding, at: server.clock.now())
            .map { Array($0.utf8) }
    }

    private func isWaiting(_ flow: [UInt8]) -> Bool {
        sealer.isWaiting(flow, binding: Fixture.binding, at: server.clock.now())
    }

    @Test func `it outlives the pages, keeps its name, and ends`() async throws {
        let waits = try #require(waiting(flow))
        #expect(isWaiting(waits) && !isWaiting(flow))
        let name = await requestID(flow)
        server.clock.advance(seconds: FlowSealer.waitingSeconds - 1)
        #expect(await requestID(flow) == nil)
        #expect(await requestID(waits) == name)
        server.clock.advance(seconds: 1)
        #expect(await requestID(waits) == nil)
        #expect(waiting(waits) == nil)
    }

    @Test func `what comes out of it lives as long as any other flow`() async throws {
        let waits = try #require(waiting(flow))
        server.clock.advance(seconds: 3_600)
        let admitted = try #require(decidable(waits))
        #expect(!isWaiting(admitted))
        let name = await requestID(waits)
        #expect(await requestID(admitted) == name)
        server.clock.advance(seconds: FlowSealer.lifetimeSeconds)
        #expect(await requestID(admitted) == nil)
    }

    @Test func `waiting again does not begin anew`() async throws {
        var current = try #require(waiting(flow))
        for _ in 0..<100 {
            server.clock.advance(seconds: FlowSealer.waitingSeconds / 10)
            guard let admitted = decidable(current), let again = waiting(admitted) else { break }
            current = again
        }
        #expect(await requestID(current) == nil)
    }

    @Test func `another browser can do nothing with it`() throws {
        let waits = try #require(waiting(flow))
        let other = Array("other".utf8)
        let now = server.clock.now()
        #expect(sealer.waiting(flow, binding: other, at: now) == nil)
        #expect(sealer.decidable(waits, binding: other, at: now) == nil)
        #expect(!sealer.isWaiting(waits, binding: other, at: now))
    }
}
