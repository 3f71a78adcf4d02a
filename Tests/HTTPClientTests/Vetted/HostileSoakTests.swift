import HTTP
import HTTPClient
import Primitives
import TestSupport
import Testing
import Transport

@Suite("Vetted client: after many hostile answers", .timeLimit(.minutes(10)))
struct HostileSoakTests {
    /// In a process of its own, whose descriptors nobody else opens or closes.
    @Test func `no descriptor stays open`() async {
        await #expect(processExitsWith: .success) {
            try await VettedScene.with {
                $0.configuration.maximumWaiting = 1_000
            } _: { scene in
                Task { await HostileServer.serve(scene.server) }
                try await HostileServer.round(scene, requests: 50)
                let before = OpenDescriptors.count
                for _ in 1...10 { try await HostileServer.round(scene, requests: 100) }
                let after = OpenDescriptors.count
                // The last connections may still be on their way out of the server's side.
                guard after <= before + 8 else { fatalError("\(before) became \(after)") }
            }
        }
    }
}

/// Answers each connection in another bad way.
private enum HostileServer {
    private static let answers = [
        "HTTP/1.1 302 Found\r\nLocation: https://10.0.0.1/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
        "nonsense\r\n\r\n", "",
    ]

    static func serve(_ server: LoopbackServer) async {
        var number = 0
        while let peer = try? await server.accept() {
            number += 1
            let answer = answers[number % answers.count]
            Task {
                _ = await peer.wait(for: "\r\n\r\n")
                await peer.send(answer)
                await peer.finishSending()
                _ = await peer.waitForEnd()
                await peer.close()
            }
        }
    }

    static func round(_ scene: VettedScene, requests: Int) async throws {
        await withTaskGroup(of: Bool.self) { group in
            for number in 1...requests {
                let url = scene.url("\(number)", host: number % 9 == 0 ? "a_b" : "other.example")
                let request = VettedRequest(
                    url: url,
                    accepts: .jsonDocument(maximumBodyBytes: 5_120),
                    deadlineMilliseconds: 120_000
                )
                group.addTask { (try? await scene.client.send(request)) == nil }
            }
            for await isRefused in group where !isRefused { fatalError("an answer was believed") }
        }
    }
}
