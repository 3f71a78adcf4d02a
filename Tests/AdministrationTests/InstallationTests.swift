import Administration
import JSON
import Primitives
import TestSupport
import Testing

@Suite("The files of a server")
struct InstallationTests {
    @Test func `the key file lies beside the database`() {
        #expect(InstallationPaths(database: "/var/a.db").keys == "/var/a.db.key")
        #expect(InstallationPaths(folder: "/var/demo").database == "/var/demo/wayleave.db")
        #expect(InstallationPaths(folder: "/var/demo/").keys == "/var/demo/wayleave.db.key")
    }

    @Test func `a wrong path is refused and leaves no file behind`() throws {
        let desk = try Desk()
        let paths = InstallationPaths(database: desk.folder.file("other.db"))
        do {
            _ = try Installation(paths: paths, account: "tester", missing: .refuse)
            Issue.record("expected a refusal")
        } catch {
            #expect(error.description.contains("there is no database at"))
        }
        #expect(!Installation.hasFile(at: paths.database))
    }

    @Test func `a database that is up to date stays as it is`() throws {
        let desk = try Desk()
        let output = try Installation.migrate(desk.paths)
        #expect(output.json["applied"] == [])
        #expect(output.json["from"] == output.json["to"])
    }

    @Test func `a change of one opening shows in the other at once`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let second = try Installation(paths: desk.paths, account: "operator", missing: .refuse)
        defer { second.close() }
        _ = try await second.setPerson("ada@example.com", isDisabled: true)
        #expect(try await desk.office.person("ada@example.com").json["enabled"] == false)
    }

    static let addresses: [(String, isLoopback: Bool?)] = [
        ("127.0.0.1:8080", true), ("127.9.9.9:0", true), ("[::1]:80", true),
        ("0.0.0.0:443", false), ("192.168.1.2:65535", false), ("[::]:443", false),
        ("[2001:db8::1]:443", false), ("8080", nil), (":8080", nil), ("localhost:8080", true),
        ("127.0.0.1", nil), ("127.0.0.1:", nil), ("127.0.0.1:65536", nil), ("127.0.0.1:+1", nil),
        ("127.0.0.01:80", nil), ("127.0.0:80", nil), ("127.0.0.256:80", nil), ("::1:80", nil),
        ("[::1]", nil), ("[::g]:80", nil), ("", nil),
    ]

    @Test(arguments: 0..<addresses.count)
    func `an address to listen on has one form`(index: Int) {
        let (text, isLoopback) = Self.addresses[index]
        #expect(ListenArgument(parsing: text)?.isLoopback == isLoopback)
    }
}
