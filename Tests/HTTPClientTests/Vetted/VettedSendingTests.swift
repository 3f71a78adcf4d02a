import HTTP
import HTTPClient
import Primitives
import TestSupport
import Testing
import Transport

@Suite("Vetted client: sending", .timeLimit(.minutes(10)))
struct VettedSendingTests {
    private func post(_ scene: VettedScene, body: [UInt8]) -> VettedRequest {
        VettedRequest(
            method: .post,
            url: scene.url("statuses"),
            fields: [
                .authorization: "Bearer for-this-host-only", .contentType: "application/json",
                .userAgent: "another", .acceptEncoding: "gzip",
            ],
            body: body,
            accepts: .anyAnswer(maximumBodyBytes: 1_000),
            deadlineMilliseconds: 120_000
        )
    }

    @Test func `a POST carries its body and credentials once, under this server's name`()
        async throws
    {
        try await VettedScene.with { scene in
            async let answer = scene.client.send(post(scene, body: Array(#"{"a":1}"#.utf8)))
            let peer = try await scene.server.accept()
            let text = await peer.wait(for: #"{"a":1}"#, count: 1).text
            #expect(
                text == "POST /statuses HTTP/1.1\r\n"
                    + "Host: other.example:\(scene.server.address.port)\r\n"
                    + "Content-Length: 7\r\nConnection: close\r\n"
                    + "Authorization: Bearer for-this-host-only\r\n"
                    + "Content-Type: application/json\r\n"
                    + "User-Agent: Wayleave/\(Release.version)\r\n"
                    + "Accept-Encoding: identity\r\n\r\n{\"a\":1}"
            )
            await peer.send(VettedScene.answer("{}", status: "201 Created"))
            let response = try await answer
            #expect(response.status == .created)
        }
    }

    @Test(arguments: [
        ("301 Moved Permanently", "Location: https://10.0.0.1/", 301),
        ("307 Temporary Redirect", "Location: /elsewhere", 307),
        ("401 Unauthorized", "WWW-Authenticate: Bearer", 401),
        ("429 Too Many Requests", "Retry-After: 30", 429), ("502 Bad Gateway", "X: y", 502),
    ])
    func `an answer that is no success is the caller's to judge, a redirect too`(
        status: String,
        field: String,
        code: Int
    ) async throws {
        try await VettedScene.with { scene in
            async let answer = scene.client.send(post(scene, body: [0x7b, 0x7d]))
            let peer = try await scene.server.accept()
            _ = await peer.wait(for: "{}")
            await peer.send(
                VettedScene.answer("sorry", status: status, type: "text/html", fields: [field])
            )
            let response = try await answer
            #expect(response.status.code == code)
            #expect(scene.resolver.asked.count == 1)
        }
    }

    @Test func `a request that was sent is never sent again`() async throws {
        try await VettedScene.with {
            $0.answers = [.addresses(["127.0.0.1", "127.0.0.1"])]
        } _: { scene in
            async let answer = outcome { () async throws(VettedClientError) in
                try await scene.client.send(post(scene, body: [0x7b, 0x7d]))
            }
            let peer = try await scene.server.accept()
            _ = await peer.wait(for: "{}")
            await peer.close()
            #expect(await answer.error == .disconnected)
        }
    }

    @Test func `a large body goes out and 5 MB come back`() async throws {
        // Its last byte is like no other.
        let upload = (0..<300_000).map { UInt8(($0 &* 31 &+ $0 >> 9) & 0x7f) } + [0xff]
        // Copied by the block: byte by byte, a thread sanitizer takes half a minute for it.
        var megabytes: [UInt8] = []
        while megabytes.count < 5_000_000 { megabytes += upload }
        megabytes.removeLast(megabytes.count - 5_000_000)
        let image = megabytes
        try await VettedScene.with { scene in
            var request = post(scene, body: upload)
            request.deadlineMilliseconds = 300_000
            request.accepts = AnswerRules(
                wantsOnlyOK: true,
                media: .types(["image/png", "image/jpeg"]),
                maximumBodyBytes: image.count
            )
            async let answer = scene.client.send(request)
            let peer = try await scene.server.accept()
            let sent = await peer.wait { $0.bytes.last == 0xff }.bytes
            #expect(Array(sent.suffix(upload.count)) == upload)
            await peer.send(
                "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
                    + "Content-Length: \(image.count)\r\n\r\n"
            )
            await peer.send(image)
            #expect(try await answer.body == image)
        }
    }

    @Test func `an answer that comes before the request is out counts`() async throws {
        try await VettedScene.with { scene in
            let body = [UInt8](repeating: 0x20, count: 3_000_000)
            async let answer = scene.client.send(post(scene, body: body))
            let peer = try await scene.server.accept()
            _ = await peer.wait(for: "\r\n\r\n")
            await peer.pauseReading()
            await peer.send(
                VettedScene.answer("too large", status: "413 Content Too Large", type: "text/plain")
            )
            let response = try await answer
            #expect(response.status == .contentTooLarge)
            await peer.close()
        }
    }

    @Test func `media of another type are refused before they are read`() async throws {
        try await VettedScene.with { scene in
            var request = post(scene, body: [])
            request.accepts.media = .types(["image/png"])
            async let answer = outcome { [request] () async throws(VettedClientError) in
                try await scene.client.send(request)
            }
            let peer = try await scene.server.accept()
            _ = await peer.wait(for: "\r\n\r\n")
            await peer.send(
                "HTTP/1.1 200 OK\r\nContent-Type: image/svg+xml\r\nContent-Length: 900\r\n\r\n"
            )
            #expect(await answer.error == .mediaTypeRefused)
        }
    }

    @Test func `a model on this machine is reached at its own port and no other`() async throws {
        let group = try EventLoopGroup(count: 1)
        try group.start()
        defer { group.stop() }
        let server = try await LoopbackServer(on: group.loops[0])
        let port = server.address.port
        var configuration = VettedConfiguration()
        configuration.policy.addresses.exemptions = [
            try #require(AddressExemption(parsing: "localhost:\(port)"))
        ]
        let resolver = ScriptedResolver([.unknown])
        let client = try VettedClient(on: group, resolver: resolver, configuration: configuration)
        for host in ["127.0.0.1", "localhost"] {
            let request = VettedRequest(
                method: .post,
                url: "http://\(host):\(port)/v1/chat/completions",
                accepts: .anyAnswer(maximumBodyBytes: 100)
            )
            async let answer = client.send(request)
            let peer = try await server.accept()
            _ = await peer.wait(for: "\r\n\r\n")
            await peer.send(VettedScene.answer("{}"))
            let response = try await answer
            #expect(response.status == .ok)
        }
        let other = VettedRequest(
            url: "http://127.0.0.1:\(port ^ 1)/",
            accepts: .anyAnswer(maximumBodyBytes: 1)
        )
        await #expect(throws: VettedClientError.urlRefused(.notEncrypted)) {
            try await client.send(other)
        }
        #expect(resolver.asked == [])
    }

    private func outcome(
        _ body: () async throws(VettedClientError) -> ClientResponse
    ) async -> Result<ClientResponse, VettedClientError> {
        do throws(VettedClientError) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}
