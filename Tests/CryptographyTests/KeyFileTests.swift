import Glibc
import Primitives
import TestSupport
import Testing

@testable import Cryptography

@Suite("The key file")
struct KeyFileTests {
    /// A folder that is removed with this value.
    private final class Folder {
        let path: String

        init() throws {
            path = "/tmp/wayleave-keys-\(Hex.encode(SystemRandom().bytes(8)))"
            try #require(unsafe mkdir(path, 0o700) == 0)
        }

        deinit {
            for name in names { unsafe unlink("\(path)/\(name)") }
            unsafe rmdir(path)
        }

        var names: [String] {
            guard let directory = unsafe opendir(path) else { return [] }
            defer { unsafe closedir(directory) }
            var names: [String] = []
            while let entry = unsafe readdir(directory) {
                let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                    // The system ends every name with a zero.
                    unsafe String(
                        cString: UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)
                    )
                }
                if name != "." && name != ".." { names.append(name) }
            }
            return names
        }
    }

    private func mode(of path: String) -> UInt32 {
        var status = stat()
        unsafe stat(path, &status)
        return UInt32(status.st_mode & 0o7777)
    }

    private func write(_ text: String, to path: String, mode: mode_t = 0o600) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
        let contents = Array(text.utf8)
        _ = unsafe Glibc.write(file, contents, contents.count)
        fchmod(file, mode)
        close(file)
    }

    private func fingerprint(_ ring: KeyRing) -> [UInt8] {
        ring.csrfKey.authenticate([1]) + (ring.tokenPeppers[1]?.authenticate([1]) ?? [])
    }

    @Test func `it is made once, for its owner alone, and read again`() throws {
        let folder = try Folder()
        let path = "\(folder.path)/a.key"
        let first = try KeyFile.loadOrCreate(at: path, random: SystemRandom())
        let second = try KeyFile.loadOrCreate(at: path, random: SystemRandom())
        let third = try KeyFile.load(at: path)
        #expect(fingerprint(first) == fingerprint(second))
        #expect(fingerprint(first) == fingerprint(third))
        #expect(mode(of: path) == 0o600)
        #expect(folder.names == ["a.key"])
    }

    @Test func `all that start at once get the same keys`() async throws {
        let folder = try Folder()
        let path = "\(folder.path)/a.key"
        let prints = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<16 {
                group.addTask {
                    fingerprint(try KeyFile.loadOrCreate(at: path, random: SystemRandom()))
                }
            }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(prints.count == 1)
        #expect(folder.names == ["a.key"])
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o666] as [mode_t])
    func `a file that others may open is refused, and the sentence says what to do`(
        mode: mode_t
    ) throws {
        let folder = try Folder()
        let path = "\(folder.path)/a.key"
        _ = try KeyFile.loadOrCreate(at: path, random: SystemRandom())
        unsafe chmod(path, mode)
        let expected = KeyFileError.exposed(path: path, mode: UInt32(mode))
        #expect(throws: expected) { try KeyFile.load(at: path) }
        #expect(throws: expected) {
            try KeyFile.loadOrCreate(at: path, random: SystemRandom())
        }
        #expect("\(expected)".hasSuffix("run: chmod 600 \(path)"))
        #expect("\(expected)".contains("(mode \(String(mode, radix: 8)))"))
    }

    @Test func `a missing file is only made when asked for`() throws {
        let folder = try Folder()
        let path = "\(folder.path)/a.key"
        #expect(throws: KeyFileError.missing(path: path)) { try KeyFile.load(at: path) }
        #expect(folder.names.isEmpty)
    }

    @Test func `a damaged file is refused and left as it is`() throws {
        let folder = try Folder()
        let path = "\(folder.path)/a.key"
        write("wayleave-keys 1\nroot short\n", to: path)
        #expect(throws: KeyFileError.malformed(path: path, line: 2)) {
            try KeyFile.loadOrCreate(at: path, random: SystemRandom())
        }
        write("wayleave-keys 9\n", to: path)
        #expect(throws: KeyFileError.unknownVersion(path: path)) { try KeyFile.load(at: path) }
        write(String(repeating: "#", count: 70_000), to: path)
        #expect(throws: KeyFileError.malformed(path: path, line: 1)) {
            try KeyFile.load(at: path)
        }
    }

    @Test func `a folder or a pipe is not a key file`() throws {
        let folder = try Folder()
        #expect(throws: KeyFileError.notAFile(path: folder.path)) {
            try KeyFile.load(at: folder.path)
        }
        let pipe = "\(folder.path)/pipe"
        unsafe mkfifo(pipe, 0o600)
        #expect(throws: KeyFileError.notAFile(path: pipe)) { try KeyFile.load(at: pipe) }
    }

    @Test func `a folder that does not exist is named in the error`() throws {
        let folder = try Folder()
        let path = "\(folder.path)/none/a.key"
        let expected = KeyFileError.uncreatable(path: path, reason: "No such file or directory")
        #expect(throws: expected) {
            try KeyFile.loadOrCreate(at: path, random: SystemRandom())
        }
    }
}
