import Administration
import Cryptography
import Glibc
import JSON
import Primitives
import TestSupport
import Testing

@Suite("wayleave doctor on the files of a server")
struct DoctorTests {
    private func findings(_ desk: Desk) async -> [Finding] {
        await Installation.examine(desk.paths, account: "tester", clock: desk.clock)
    }

    private func finding(_ subject: String, _ desk: Desk) async -> Finding? {
        await findings(desk).first { $0.subject == subject }
    }

    /// A desk with a key file, as a server has it.
    private func desk() async throws -> Desk {
        let desk = try Desk()
        try await desk.furnish()
        _ = try KeyFile.loadOrCreate(at: desk.paths.keys, random: desk.random)
        return desk
    }

    @Test func `a server that is well has nothing wrong`() async throws {
        let desk = try await desk()
        let found = await findings(desk)
        #expect(found.allSatisfy { $0.weight != .wrong }, "\(found)")
        for subject in ["folder", "keys", "database", "audit log", "clock", "people"] {
            #expect(found.contains { $0.subject == subject && $0.weight == .fine }, "\(subject)")
        }
    }

    @Test func `nobody to sign in is a note that names the command`() async throws {
        let desk = try Desk()
        let people = await finding("people", desk)
        #expect(people?.weight == .doubtful && people?.advice == "wayleave user add")
    }

    @Test func `a missing key file is wrong`() async throws {
        let desk = try Desk()
        let keys = await finding("keys", desk)
        #expect(keys?.weight == .wrong)
        #expect(keys?.advice?.contains("backup") == true)
    }

    @Test func `a clock behind what was written is wrong`() async throws {
        let desk = try await desk()
        desk.clock.advance(seconds: -3_600)
        let clock = await finding("clock", desk)
        #expect(clock?.weight == .wrong)
    }

    @Test func `a folder where everybody replaces files is wrong`() async throws {
        let desk = try await desk()
        // The path is copied into the call's own C string.
        try #require(unsafe chmod(desk.folder.path, 0o777) == 0)
        let folder = await finding("folder", desk)
        #expect(folder?.weight == .wrong && folder?.advice?.hasPrefix("chmod o-w ") == true)
    }

    @Test func `approvals that their clients never fetched are told`() async throws {
        let desk = try await desk()
        try await desk.approve("Lost client", client: "dyn_lost")
        #expect(await finding("sign-ins", desk)?.weight == .fine)
        desk.clock.advance(seconds: 301)
        let flows = await finding("sign-ins", desk)
        #expect(flows?.weight == .doubtful)
        #expect(flows?.text.contains("Lost client") == true)
    }

    @Test func `a path without a database makes none`() async throws {
        let desk = try Desk()
        let paths = InstallationPaths(database: desk.folder.file("other.db"))
        let found = await Installation.examine(paths, account: "tester", clock: desk.clock)
        #expect(found.contains { $0.subject == "database" && $0.weight == .doubtful })
        #expect(!Installation.hasFile(at: paths.database))
        let nowhere = InstallationPaths(database: desk.folder.file("no/such/folder.db"))
        let lost = await Installation.examine(nowhere, account: "tester", clock: desk.clock)
        #expect(lost.first?.subject == "folder" && lost.first?.weight == .wrong)
    }

    @Test func `the report counts, and fails for what is wrong alone`() {
        let fine = Finding(.fine, "a", "Well.")
        let note = Finding(.doubtful, "bcd", "Hm.", advice: "Look.")
        let wrong = Finding(.wrong, "e", "Bad.\u{1b}[31m")
        let calm = DoctorReport([fine, note])
        #expect(!calm.isAlarming)
        #expect(
            calm.output.text
                == "ok     a    Well.\nnote   bcd  Hm.\n            Look.\n\n"
                + "Nothing is wrong, and one note."
        )
        let loud = DoctorReport([fine, note, wrong])
        #expect(loud.isAlarming)
        #expect(!loud.output.text.contains("\u{1b}"))
        #expect(loud.output.text.hasSuffix("One thing is wrong, and one note."))
        #expect(loud.output.json["ok"] == false)
        #expect(loud.output.json["findings"]?.arrayValue?.count == 3)
    }
}
