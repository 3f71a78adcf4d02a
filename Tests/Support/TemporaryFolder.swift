private import Glibc
private import Primitives

/// A folder of its own for one test, removed with everything in it when the test is done.
public final class TemporaryFolder: Sendable {
    /// The folder's path.
    public let path: String
    private let files = Lock<[String]>([])

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
        for file in files.withLock({ $0 }) { unsafe unlink(file) }
        unsafe rmdir(path)
    }

    /// Writes `text` to a new file `name` and returns its path.
    public func write(_ text: String, to name: String) -> String {
        let file = "\(path)/\(name)"
        files.withLock { $0.append(file) }
        guard let stream = unsafe fopen(file, "w") else { preconditionFailure("no file") }
        let bytes = Array(text.utf8)
        // The array is not changed during the call.
        let count = unsafe fwrite(bytes, 1, bytes.count, stream)
        unsafe fclose(stream)
        precondition(count == bytes.count, "no room")
        return file
    }
}
