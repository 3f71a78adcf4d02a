import Cryptography
import Glibc
import HTTP
import JSON
import OAuth
import Primitives
import TestSupport
import Testing

/// What is secret stays with who holds it: not in the log, not in the database file.
@Suite("Keeping secrets", .timeLimit(.minutes(10)))
struct SecretKeepingTests {
    /// Keeps every line that the application writes, values and all.
    private final class RecordingLog: Log {
        private let lines = Shared<[String]>([])

        var text: String { lines.value.joined(separator: "\n") }

        func write(_ level: LogLevel, _ message: StaticString, _ fields: [LogField]) {
            let line =
                "\(message) " + fields.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
            lines.change { $0.append(line) }
        }
    }

    /// The bytes of the database and its write-ahead log.
    private func stored(_ fixture: JourneyFixture) throws -> [UInt8] {
        try ["", "-wal"].flatMap { suffix -> [UInt8] in
            let path = fixture.folder.path + "/wayleave.db" + suffix
            // The pointer is checked, used by this function alone, and closed.
            guard let file = unsafe fopen(path, "r") else { throw Wire.Failure("no \(path)") }
            defer { unsafe fclose(file) }
            var bytes: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 65_536)
            while true {
                // The array is as long as the call is told, and nobody else holds it.
                let count = unsafe fread(&part, 1, part.count, file)
                guard count > 0 else { return bytes }
                bytes += part.prefix(count)
            }
        }
    }

    @Test func `S-82 T30 T35 nothing secret of a whole journey is in the log or the database`()
        async throws
    {
        let log = RecordingLog()
        let fixture = try await JourneyFixture(log: log)
        let road = MemoryRoad(handler: try fixture.handler([]))
        let server = try await SharedServer(fixture, socket: road)
        var secrets: [String: String] = [
            "password": JourneyFixture.password, "verifier": Agent.verifier,
            "introspection secret": Wire.basic("rs_test", "secret"),
        ]
        for method in ["none", "client_secret_basic", "client_secret_post"] {
            var agent = try await Agent.registered(server, on: road, name: method, method: method)
            let page = try await agent.browser.openConsent(agent.target())
            let form = "action=\"/consent\""
            secrets["\(method) flow"] = try HTML.hidden("flow", after: form, in: page.body)
            secrets["\(method) csrf"] = try HTML.hidden("csrf", after: form, in: page.body)
            let location = try await agent.browser.press(.approve, on: page)
            let code: String = try #require(try Wire.query("code", of: location) as String?)
            let first = try Agent.tokens(try await agent.redeem(code))
            let second = try Agent.tokens(try await agent.refresh(first.refresh))
            _ = try await agent.isActive(second.access)
            _ = try await agent.call(second.access)
            // What fails is logged too, and that is where secrets like to leak.
            _ = try await agent.redeem(code + "x")
            _ = try await agent.redeem(code, verifier: String(repeating: "w", count: 50))
            _ = try await agent.refresh(first.access)
            _ = try await agent.call(second.refresh)
            _ = try await agent.redeem(code)
            secrets["\(method) code"] = code
            secrets["\(method) first access"] = first.access
            secrets["\(method) first refresh"] = first.refresh
            secrets["\(method) second access"] = second.access
            secrets["\(method) second refresh"] = second.refresh
            secrets["\(method) secret"] = agent.secret?.text
        }
        for (name, value) in server.cookies { secrets["cookie \(name)"] = value }
        let written = log.text
        #expect(written.contains("token request refused") && written.contains("sign-in"))
        let bytes = String(decoding: try stored(fixture), as: UTF8.self)
        #expect(bytes.contains("ada@example.com"))
        for (name, secret) in secrets {
            #expect(!written.contains(secret), "the log holds the \(name)")
            #expect(!bytes.contains(secret), "the database holds the \(name)")
        }
    }
}
