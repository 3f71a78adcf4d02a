import HTTP
import HTTPClient
import Primitives
import TestSupport
import Testing
import Transport

@Suite("Vetted client: whom it talks to", .timeLimit(.minutes(10)))
struct VettedClientTests {
    @Test func `a document comes from the named server and says when it arrived`() async throws {
        try await VettedScene.with { scene in
            let result = try await scene.fetch { peer in
                await peer.send(
                    VettedScene.answer("{}", fields: ["Cache-Control: max-age=600"])
                )
            }
            let document = try result.get()
            #expect(document.body == Array("{}".utf8))
            #expect(document.freshness.lifetimeInSeconds == 600)
            #expect(document.fetchedAt == scene.clock.now())
            #expect(scene.resolver.asked == ["other.example"])
        }
    }

    @Test func `a request says nothing of anybody`() async throws {
        try await VettedScene.with { scene in
            async let result = scene.fetch("doc?a=b")
            let peer = try await scene.server.accept()
            let request = await peer.wait(for: "\r\n\r\n").text
            #expect(
                request == "GET /doc?a=b HTTP/1.1\r\n"
                    + "Host: other.example:\(scene.server.address.port)\r\n"
                    + "Connection: close\r\nAccept: application/json\r\n"
                    + "User-Agent: Wayleave/\(Release.version)\r\n"
                    + "Accept-Encoding: identity\r\n\r\n"
            )
            await peer.send(VettedScene.answer("{}"))
            #expect(await result.error == nil)
        }
    }

    @Test(arguments: [
        ["10.0.0.1"], ["127.0.0.1", "fd00::1"], ["fd00::1", "127.0.0.1"], ["169.254.169.254"],
        ["127.0.0.1", "::ffff:10.0.0.1"], ["127.0.0.1", "127.0.0.1", "192.168.0.1"], ["::1"],
    ])
    func `one refused address refuses the name`(addresses: [String]) async throws {
        try await VettedScene.with {
            $0.answers = [.addresses(addresses), .addresses(["127.0.0.1"])]
        } _: { scene in
            guard case .addressRefused? = await scene.fetch("first").error else {
                Issue.record("not refused")
                return
            }
            // The first connection that reaches the server is the second fetch's.
            async let second = scene.fetch("second")
            let peer = try await scene.server.accept()
            #expect(await peer.wait(for: "\r\n\r\n").text.hasPrefix("GET /second "))
            await peer.send(VettedScene.answer("{}"))
            #expect(await second.error == nil)
        }
    }

    @Test func `a name that turns private is asked once for each fetch, and refused then`()
        async throws
    {
        try await VettedScene.with {
            $0.answers = [.addresses(["127.0.0.1"]), .addresses(["10.0.0.1"])]
        } _: { scene in
            let first = try await scene.fetch { await $0.send(VettedScene.answer("{}")) }
            #expect(first.error == nil)
            #expect(scene.resolver.asked.count == 1)
            guard case .addressRefused(let address, _)? = await scene.fetch().error else {
                Issue.record("not refused")
                return
            }
            #expect(address.description == "10.0.0.1")
            #expect(scene.resolver.asked.count == 2)
        }
    }

    @Test func `an address that refuses connections leads to the next`() async throws {
        try await VettedScene.with {
            $0.answers = [.addresses(["127.0.0.2", "127.0.0.3", "127.0.0.1"])]
        } _: { scene in
            let result = try await scene.fetch { await $0.send(VettedScene.answer("{}")) }
            #expect(result.error == nil)
            #expect(scene.resolver.asked.count == 1)
        }
    }

    @Test func `a server that accepts nowhere is unreachable`() async throws {
        try await VettedScene.with {
            $0.answers = [.addresses(["127.0.0.2"])]
        } _: { scene in
            let error = await scene.fetch().error
            #expect(error?.isTransient == true)
            guard case .unreachable? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test(arguments: [
        (ScriptedResolver.Answer.unknown, VettedClientError.nameUnknown),
        (.addresses([]), .nameUnknown), (.broken, .nameUnresolved), (.silence, .nameUnresolved),
    ])
    func `a name without an answer is an error of its own`(
        answer: ScriptedResolver.Answer,
        error: VettedClientError
    ) async throws {
        try await VettedScene.with {
            $0.answers = [answer]
            if case .silence = answer { $0.configuration.lookupMilliseconds = 100 }
        } _: { scene in
            #expect(await scene.fetch().error == error)
        }
    }

    @Test func `a certificate for another name is refused`() async throws {
        try await expectUntrusted {
            ($0.certificate, $0.key) = (TestCertificates.local, TestCertificates.localKey)
        }
    }

    @Test func `a certificate of an unknown authority is refused`() async throws {
        try await expectUntrusted { $0.authorities = TestCertificates.local }
    }

    @Test func `an expired certificate is refused`() async throws {
        try await expectUntrusted {
            ($0.certificate, $0.key) = (TestCertificates.expired, TestCertificates.expiredKey)
            $0.authorities = TestCertificates.expired
        }
    }

    @Test func `half a wildcard names no server`() async throws {
        try await expectUntrusted(host: "foo.other.example") {
            $0.certificate = TestCertificates.partialWildcard
            $0.key = TestCertificates.partialWildcardKey
            $0.authorities = TestCertificates.partialWildcard
        }
    }

    private func expectUntrusted(
        host: String = "other.example",
        _ change: (inout VettedScene.Options) -> Void
    ) async throws {
        try await VettedScene.with(change) { scene in
            async let result = scene.fetch(host: host)
            let peer = try await scene.server.accept()
            // Nothing of the request may reach such a server.
            #expect(await peer.waitForEnd().bytes.isEmpty)
            guard case .untrusted? = await result.error else {
                Issue.record("not refused")
                return
            }
        }
    }

    @Test func `a server that speaks plain HTTP is refused`() async throws {
        try await VettedScene.with {
            $0.isServerSecure = false
        } _: { scene in
            async let result = scene.fetch()
            let peer = try await scene.server.accept()
            _ = await peer.wait { !$0.bytes.isEmpty }
            await peer.send(VettedScene.answer("{}"))
            guard case .untrusted? = await result.error else {
                Issue.record("not refused")
                return
            }
        }
    }

    @Test func `a loopback address is refused by default`() async throws {
        let group = try EventLoopGroup(count: 1)
        let client = try VettedClient(on: group, resolver: ScriptedResolver([.unknown]))
        let request = VettedRequest(
            url: "https://127.0.0.1/doc",
            accepts: .jsonDocument(maximumBodyBytes: 1)
        )
        await #expect(throws: VettedClientError.urlRefused(.addressLiteral)) {
            try await client.send(request)
        }
    }

    @Test func `the switch for development reaches loopback by number and never by name`()
        async throws
    {
        let group = try EventLoopGroup(count: 1)
        try group.start()
        defer { group.stop() }
        let server = try await LoopbackServer(on: group.loops[0])
        var configuration = VettedConfiguration()
        configuration.policy.allowsInsecureLoopback = true
        let resolver = ScriptedResolver([.addresses(["127.0.0.1"])])
        let client = try VettedClient(on: group, resolver: resolver, configuration: configuration)
        let fetcher = DocumentFetcher(client: client, clock: ManualClock())
        for host in ["127.0.0.1", "localhost"] {
            let url = "http://\(host):\(server.address.port)/doc"
            async let document = fetcher.fetch(url, maximumBytes: 10)
            let peer = try await server.accept()
            _ = await peer.wait(for: "\r\n\r\n")
            await peer.send(VettedScene.answer("{}"))
            let body = try await document.body
            #expect(body == Array("{}".utf8))
        }
        #expect(resolver.asked == [])
        let error = await #expect(throws: VettedClientError.self) {
            try await fetcher.fetch("https://other.example/doc", maximumBytes: 10)
        }
        guard case .addressRefused? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `cancelling ends a request in every phase`() async throws {
        for answer in [ScriptedResolver.Answer.silence, .addresses(["127.0.0.1"])] {
            try await VettedScene.with {
                $0.answers = [answer]
            } _: { scene in
                let task = Task { await scene.fetch().error }
                if case .addresses = answer {
                    let peer = try await scene.server.accept()
                    _ = await peer.wait(for: "\r\n\r\n")
                }
                task.cancel()
                #expect(await task.value == .cancelled)
            }
        }
    }

    @Test func `of two requests at once the second waits for its turn`() async throws {
        try await VettedScene.with {
            $0.configuration.maximumParallel = 1
        } _: { scene in
            async let first = scene.fetch("first")
            let peer = try await scene.server.accept()
            _ = await peer.wait(for: "\r\n\r\n")
            async let second = scene.fetch("second")
            await scene.loop.run {}
            #expect(scene.resolver.asked.count == 1)
            await peer.send(VettedScene.answer("{}"))
            #expect(await first.error == nil)
            let next = try await scene.server.accept()
            _ = await next.wait(for: "\r\n\r\n")
            await next.send(VettedScene.answer("{}"))
            #expect(await second.error == nil)
        }
    }
}

@Suite("Turns of parallel requests")
struct ParallelGateTests {
    @Test func `so many are inside, the next wait in order, and one more is sent away`() {
        let gate = ParallelGate(maximumInside: 2, maximumWaiting: 2)
        let admitted = Shared<[Int]>([])
        let ids = (1...5).map { number in
            gate.enter { admitted.change { $0.append(number) } }
        }
        #expect(ids[4] == nil)
        #expect(admitted.value == [1, 2])
        if let id = ids[2] { gate.leave(id) }
        if let id = ids[0] { gate.leave(id) }
        #expect(admitted.value == [1, 2, 4])
        if let id = ids[0] { gate.leave(id) }
        _ = gate.enter { admitted.change { $0.append(6) } }
        #expect(admitted.value == [1, 2, 4])
    }
}
