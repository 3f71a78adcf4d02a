import Glibc
import Primitives
import TestSupport
import Testing

@Suite("Files with secrets")
struct SecretFileTests {
    private let folder = TemporaryFolder()
    private let log = HeardLog()

    private func file(_ text: String, mode: mode_t) throws -> String {
        let path = folder.write(text, to: "secret")
        // The path is copied into the call's own C string.
        try #require(unsafe chmod(path, mode) == 0)
        return path
    }

    @Test(arguments: [0o600, 0o400, 0o640, 0o440, 0o700] as [mode_t])
    func `one that only the service can open is read without a word`(mode: mode_t) throws {
        let path = try file("sk-1\nmore", mode: mode)
        #expect(try SecretFile.firstLine(of: path, log: log).exposed == "sk-1")
        #expect(log.lines.value.isEmpty)
    }

    @Test(arguments: [(0o444, "0444"), (0o644, "0644"), (0o604, "0604"), (0o660, "0660")])
    func `one that others can open is read with a warning that says what to do`(
        mode: mode_t,
        text: String
    ) throws {
        let path = try file("sk-1\n", mode: mode)
        #expect(try SecretFile.firstLine(of: path, log: log).exposed == "sk-1")
        let line = try #require(log.lines.value.first)
        #expect(log.lines.value.count == 1)
        #expect(line.hasPrefix("warning "))
        #expect(line.contains("0600") && line.contains("file=\(path)"))
        #expect(line.contains("mode=\(text)"))
        #expect(!line.contains("sk-1"))
        try SecretFile.judge(path, log: log)
        #expect(log.lines.value == [line, line])
    }

    @Test(arguments: [(0o666, "0666"), (0o602, "0602"), (0o777, "0777"), (0o1777, "1777")])
    func `one that everybody may change is refused`(mode: mode_t, text: String) throws {
        let path = try file("sk-1\n", mode: mode)
        let expected = "everybody may change it (mode \(text)); give it mode 0600"
        let failure = #expect(throws: WholeFile.Failure.self) {
            try SecretFile.read(path, log: log)
        }
        #expect(failure?.description == expected)
        #expect(throws: WholeFile.Failure.self) { try SecretFile.judge(path, log: log) }
        #expect(log.lines.value.isEmpty)
    }

    @Test(arguments: ["", "\n", "\r\n", "\nsk-1"])
    func `an empty first line is no secret`(text: String) throws {
        let path = try file(text, mode: 0o600)
        let failure = #expect(throws: WholeFile.Failure.self) {
            try SecretFile.firstLine(of: path, log: log)
        }
        #expect(failure?.description.contains("first line is empty") == true)
    }

    @Test func `one that is missing or too large is refused`() throws {
        let large = try file(String(repeating: "x", count: 16_385), mode: 0o600)
        for path in [folder.file("missing"), large] {
            #expect(throws: WholeFile.Failure.self) { try SecretFile.read(path, log: log) }
        }
        #expect(throws: WholeFile.Failure.self) {
            try SecretFile.judge(folder.file("missing"), log: log)
        }
    }
}
