import Cryptography
import Database
import Directory
import JSON
import OAuth
import Primitives
import Publishing
import Storage
import TestSupport
import Testing

@Suite("From the link of a tool to a connected profile")
struct ConnectionToolTests {
    private let browser = [UInt8](repeating: 1, count: 32)

    private func visitor(_ world: ToolWorld) -> ConnectionVisitor {
        ConnectionVisitor(person: world.ada.identifier, browser: browser)
    }

    private func link(_ world: ToolWorld) async throws -> String {
        let result = try await (try await world.connection()).result(
            "get_social_connection_url",
            ["workspaceId": .string(world.studio.identifier), "provider": "mastodon"]
        )
        let url = try #require(result["authUrl"]?.stringValue)
        let prefix = "https://auth.example.com/account/connect?link="
        try #require(url.hasPrefix(prefix))
        return String(url.dropFirst(prefix.count))
    }

    private func ticket(_ link: String, _ world: ToolWorld) async throws -> ConnectionTicket {
        guard
            case .open(let ticket, .server) = try await world.connecting.open(
                link,
                by: world.ada.identifier
            )
        else { throw Missing() }
        return ticket
    }

    /// Goes through the network; returns the key of the choice.
    private func choose(_ link: String, _ world: ToolWorld) async throws -> SecretText {
        let ticket = try await ticket(link, world)
        let step = try await world.connecting.begin(
            ticket,
            link: link,
            ConnectionAnswers(server: "mastodon.example"),
            visitor(world)
        )
        guard case .visit = step, let state = world.network.states.value.last else {
            throw Missing()
        }
        let next = try await world.connecting.complete(answer(state), visitor(world))
        guard case .choose(let key)? = next?.step else { throw Missing() }
        return key
    }

    private func answer(
        _ state: String,
        code: String? = "code-1",
        error: String? = nil,
        issuer: String? = nil
    ) -> NetworkAnswer {
        NetworkAnswer(
            state: SecretText(state),
            code: code.map(SecretText.init(_:)),
            error: error,
            issuer: issuer
        )
    }

    @Test func `a link says what the person and the network need`() async throws {
        let world = try await ToolWorld()
        let result = try await (try await world.connection()).result(
            "get_social_connection_url",
            ["workspaceId": .string(world.studio.identifier), "provider": "mastodon"]
        )
        #expect(result["callbackUrl"] == "https://auth.example.com/account/connect/callback")
        #expect(result["provider"] == "mastodon")
        #expect(result["authProvider"] == "mastodon")
        let end = CivilDate(world.clock.now().adding(seconds: 1_800)).rfc3339
        #expect(result["expiresAt"] == .string(end))
        #expect(result["instructions"]?.stringValue?.contains("Mastodon server") == true)
    }

    @Test(arguments: ["facebook", "twitter", "demo", "webhook", "myspace", "", " "])
    func `a network that is not set up is told with those that are`(
        provider: String
    ) async throws {
        let world = try await ToolWorld()
        let error = try await (try await world.connection()).error(
            "get_social_connection_url",
            ["workspaceId": .string(world.studio.identifier), "provider": .string(provider)]
        )
        guard !provider.isEmpty else {
            #expect(error["code"] == "invalid_arguments")
            return
        }
        #expect(error["code"] == "provider_not_available")
        #expect(error["available"] == ["mastodon"])
        #expect(error["hint"]?.stringValue?.contains("mastodon") == true)
    }

    @Test func `what a person chooses is connected, sealed and written down`() async throws {
        let world = try await ToolWorld()
        let key = try await choose(try await link(world), world)
        let flow = try #require(try await world.connecting.choice(key, visitor(world)))
        #expect(flow.offers.map(\.account) == ["42", "43"])
        let connected = try await world.connecting.connect(["43"], key, visitor(world))
        let profile = try #require(connected?.first)
        #expect(connected?.count == 1)
        #expect(profile.handle == "@shop@mastodon.example")
        #expect(profile.limits?.maximumLength == 5_000)
        #expect(try await world.connecting.connect(["42"], key, visitor(world)) == nil)
        let secret = try await world.content.connection(of: profile.identifier)?.secret?.exposed
        #expect(secret == "the secret of 43")
        let stored = try world.store.database.read { connection throws(DatabaseError) in
            try connection.first(
                "SELECT secret FROM social_profiles WHERE identifier = ?1",
                [.text(profile.identifier)]
            ) { $0.blob(0) }
        }
        #expect(stored.map { String(decoding: $0, as: UTF8.self).contains("secret of") } == false)
        let events = try world.store.database.read { connection throws(DatabaseError) in
            try connection.all(
                "SELECT detail FROM audit_events WHERE kind = 'profile.connected'"
            ) { $0.text(0) }
        }
        #expect(events == ["mastodon @shop@mastodon.example"])
        let exported = try await world.everything(in: world.studio)
        #expect(!String(decoding: exported.serialized(), as: UTF8.self).contains("secret of"))
    }

    @Test func `a profile that is connected again keeps its identifier`() async throws {
        let world = try await ToolWorld()
        func connect() async throws -> SocialProfile {
            let key = try await choose(try await link(world), world)
            return try #require(
                try await world.connecting.connect(["42"], key, visitor(world))?.first
            )
        }
        let first = try await connect()
        let secret = SecretText("the secret of 42")
        try await world.content.expire(first.identifier, holding: SecretText("another one"))
        #expect(try await world.profile(first.identifier)?.status == .connected)
        try await world.content.expire(first.identifier, holding: secret)
        #expect(try await world.profile(first.identifier)?.status == .expired)
        #expect(try await connect().identifier == first.identifier)
        #expect(try await world.profile(first.identifier)?.status == .connected)
    }

    @Test func `a renewed secret replaces the one that was used and no other`() async throws {
        let world = try await ToolWorld()
        let key = try await choose(try await link(world), world)
        let profile = try #require(
            try await world.connecting.connect(["42"], key, visitor(world))?.first
        )
        let (old, new) = (SecretText("the secret of 42"), SecretText("renewed"))
        #expect(try await world.content.renew(profile.identifier, from: old, to: new))
        #expect(try await !world.content.renew(profile.identifier, from: old, to: old))
        let held = try await world.content.connection(of: profile.identifier)?.secret?.exposed
        #expect(held == "renewed")
    }

    @Test func `a link is for its person, for half an hour, and nobody can write one`()
        async throws
    {
        let world = try await ToolWorld()
        let link = try await link(world)
        guard case .foreign = try await world.connecting.open(link, by: "usr_other") else {
            throw Missing()
        }
        for changed in [String(link.dropLast()), link + "A", "", "AAAA"] {
            guard
                case .unknown = try await world.connecting.open(
                    changed,
                    by: world.ada.identifier
                )
            else { throw Missing() }
        }
        world.clock.advance(seconds: ConnectionTicket.lifetimeInSeconds)
        guard case .expired = try await world.connecting.open(link, by: world.ada.identifier)
        else { throw Missing() }
    }

    @Test(arguments: Interruption.allCases)
    func `what ends in between ends the flow at every step`(
        interruption: Interruption
    ) async throws {
        let world = try await ToolWorld()
        let grant = try await world.grant()
        let connection = try world.connection(grant)
        let result = try await connection.result(
            "get_social_connection_url",
            ["workspaceId": .string(world.studio.identifier), "provider": "mastodon"]
        )
        let link = String(try #require(result["authUrl"]?.stringValue).dropFirst(46))
        let key = try await choose(link, world)
        let other = try await ticket(link, world)
        _ = try await world.connecting.begin(
            other,
            link: link,
            ConnectionAnswers(),
            visitor(world)
        )
        let state = try #require(world.network.states.value.last)
        try await interruption.happen(to: grant, in: world)
        guard case .closed = try await world.connecting.open(link, by: world.ada.identifier)
        else { throw Missing() }
        await #expect(throws: PublishingFault.accessEnded) {
            _ = try await world.connecting.complete(answer(state), visitor(world))
        }
        await #expect(throws: PublishingFault.accessEnded) {
            _ = try await world.connecting.connect(["42"], key, visitor(world))
        }
    }

    @Test func `an answer is taken once, from its own browser and person`() async throws {
        let world = try await ToolWorld()
        let link = try await link(world)
        let ticket = try await ticket(link, world)
        _ = try await world.connecting.begin(
            ticket,
            link: link,
            ConnectionAnswers(),
            visitor(world)
        )
        let state = try #require(world.network.states.value.last)
        let elsewhere = ConnectionVisitor(
            person: world.ada.identifier,
            browser: [UInt8](repeating: 2, count: 32)
        )
        let somebody = ConnectionVisitor(person: "usr_other", browser: browser)
        for visitor in [elsewhere, somebody] {
            #expect(try await world.connecting.complete(answer(state), visitor) == nil)
        }
        #expect(try await world.connecting.complete(answer("made up"), visitor(world)) == nil)
        let taken = try await world.connecting.complete(answer(state), visitor(world))
        guard case .choose? = taken?.step else { throw Missing() }
        #expect(try await world.connecting.complete(answer(state), visitor(world)) == nil)
    }

    @Test(
        arguments: [
            ("access_denied", nil, nil, .denied), ("server_error", nil, nil, .unavailable),
            ("invalid_scope", nil, nil, .refused("The network refused the request.")),
            (nil, nil, nil, .expired), (nil, "code-2", nil, .expired),
            (nil, "code-1", "https://evil.example/", .expired),
        ] as [(String?, String?, String?, ConnectionRefusal)]
    )
    func `a network that says no is heard`(
        error: String?,
        code: String?,
        issuer: String?,
        expected: ConnectionRefusal
    ) async throws {
        let world = try await ToolWorld()
        let link = try await link(world)
        _ = try await world.connecting.begin(
            try await ticket(link, world),
            link: link,
            ConnectionAnswers(),
            visitor(world)
        )
        let state = try #require(world.network.states.value.last)
        let outcome = try await world.connecting.complete(
            answer(state, code: code, error: error, issuer: issuer),
            visitor(world)
        )
        guard case .refused(let refusal)? = outcome?.step else { throw Missing() }
        #expect(refusal == expected)
        #expect(outcome?.flow.link == link)
    }

    @Test func `one person has networks asked so often a minute`() async throws {
        let world = try await ToolWorld()
        let link = try await link(world)
        let ticket = try await ticket(link, world)
        let connecting = world.connecting
        func begin() async throws -> Bool {
            let step = try await connecting.begin(
                ticket,
                link: link,
                ConnectionAnswers(),
                visitor(world)
            )
            if case .visit = step { return true }
            return false
        }
        var admitted = 0
        for _ in 0..<20 where try await begin() { admitted += 1 }
        #expect(admitted == 12)
        #expect(world.network.states.value.count == 12)
        world.clock.advance(seconds: 60)
        #expect(try await begin())
    }

    @Test func `of one person only the newest flows are kept, and only for a while`()
        async throws
    {
        let world = try await ToolWorld()
        let link = try await link(world)
        let ticket = try await ticket(link, world)
        for _ in 0..<15 {
            _ = try await world.connecting.begin(
                ticket,
                link: link,
                ConnectionAnswers(),
                visitor(world)
            )
            world.clock.advance(seconds: 1)
        }
        let states = world.network.states.value
        #expect(try world.flowCount() == 10)
        #expect(try await world.connecting.complete(answer(states[0]), visitor(world)) == nil)
        world.clock.advance(seconds: 1_200)
        #expect(try await world.connecting.complete(answer(states[14]), visitor(world)) == nil)
    }

    @Test func `an expired profile says what to do`() async throws {
        let world = try await ToolWorld()
        let result = try await (try await world.connection()).result(
            "list_social_profiles",
            ["workspaceId": .string(world.studio.identifier), "provider": "mastodon"]
        )
        let profile = result["profiles"]?.arrayValue?.first
        #expect(profile?["status"] == "expired")
        #expect(profile?["hint"]?.stringValue?.contains("get_social_connection_url") == true)
    }

    private struct Missing: Error {}
}

extension ToolWorld {
    func profile(_ identifier: String) async throws -> SocialProfile? {
        try await content.content(of: access(studio)).profiles
            .first { $0.identifier == identifier }
    }

    func flowCount() throws -> Int {
        try store.database.read { connection throws(DatabaseError) in
            try connection.first("SELECT COUNT(*) FROM connection_flows") {
                Int($0.integer(0))
            } ?? 0
        }
    }
}
