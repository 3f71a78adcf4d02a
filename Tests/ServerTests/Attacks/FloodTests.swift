import Glibc
import HTTP
import JSON
import Storage
import TestSupport
import Testing

/// Whoever has not been approved by anybody leaves nothing behind.
@Suite("Floods", .timeLimit(.minutes(10)))
struct FloodTests {
    /// The bytes of the database and its write-ahead log.
    private func size(_ fixture: JourneyFixture) throws -> Int {
        try ["", "-wal"].map { suffix in
            var information = stat()
            let path = fixture.folder.path + "/wayleave.db" + suffix
            // The structure is filled during the call and read only where that succeeded.
            let result = unsafe stat(path, &information)
            try #require(result == 0)
            return Int(information.st_size)
        }.reduce(0, +)
    }

    @Test func `S-78 T20 ten thousand registrations and requests store nothing`() async throws {
        let fixture = try await JourneyFixture()
        let road = MemoryRoad(handler: try fixture.handler([]))
        let before = try size(fixture)
        var last = ""
        for number in 0..<10_000 {
            let body: JSONValue = [
                "client_name": .string("Flood \(number)"),
                "redirect_uris": [.string("https://flood\(number).example/callback")],
                "token_endpoint_auth_method": "none",
            ]
            let answer = try await road.send(Wire.json("/register", body))
            try #require(answer.status == 201)
            last = try answer.text("client_id")
        }
        // Pending requests live in the browser's address, not here.
        let pairs = [
            ("response_type", "code"), ("client_id", last), ("code_challenge_method", "S256"),
            ("code_challenge", Wire.challenge(of: Wire.verifier)),
        ]
        let query = WireEncoding.javascript.text(of: pairs.map { ($0.0, $0.1) })
        for _ in 0..<1_000 {
            let answer = try await road.send(Wire.get("/authorize?" + query))
            try #require(answer.status == 303)
        }
        #expect(try size(fixture) == before)
        #expect(try fixture.store.clients.listings().isEmpty)
        #expect(try fixture.store.grants.listings(GrantFilter()).isEmpty)
    }
}
