private import Glibc
private import Primitives

/// A folder of its own for one test, removed with the files in it when the test is done.
public final class TemporaryFolder: Sendable {
    /// The folder's path.
    public let path: String

    /// Makes the folder; traps where the system has no room for temporary files.
    public init() {
        var template = Array("/tmp/wayleave-test-XXXXXX".utf8CString)
        // The pointer lives during the call only; mkdtemp writes as many bytes as it is given.
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return false }
            return unsafe mkdtemp(start) != nil
        }
        precondition(made, "no temporary folder")
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in names { unsafe unlink(file(name)) }
        unsafe rmdir(path)
    }

    /// The path of the file `name`, whether it is there or not.
    public func file(_ name: String) -> String {
        "\(path)/\(name)"
    }

    /// The names of the files that are there now, in no order.
    public var names: [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            // The entry lives until the next call; its name ends with a zero byte.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { start in
                    unsafe String(cString: start)
                }
            }
            if !["." as String, ".."].contains(name) { names.append(name) }
        }
        return names
    }

    /// Writes `text` to a new file `name` and returns its path.
    public func write(_ text: String, to name: String) -> String {
        guard let stream = unsafe fopen(file(name), "w") else { preconditionFailure("no file") }
        let bytes = Array(text.utf8)
        // The array is not changed during the call.
        let count = unsafe fwrite(bytes, 1, bytes.count, stream)
        unsafe fclose(stream)
        precondition(count == bytes.count, "no room")
        return file(name)
    }
}
