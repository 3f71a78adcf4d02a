private import Glibc

/// Reads a small file as a whole.
public enum WholeFile {
    /// Why a file could not be read; its description has no full stop.
    public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// What is wrong.
        public let description: String
    }

    /// Returns the bytes of the file at `path`; blocks meanwhile.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - maximumBytes: What a larger file is refused for.
    /// - Returns: The bytes.
    /// - Throws: ``Failure`` when it cannot be read or is too large.
    public static func read(
        _ path: String,
        maximumBytes: Int
    ) throws(Failure) -> [UInt8] {
        try read(path, maximumBytes: maximumBytes) { _ in }
    }

    /// The same, once `judge` has seen the permissions of the very file that is open.
    static func read(
        _ path: String,
        maximumBytes: Int,
        _ judge: (_ mode: UInt32) throws(Failure) -> Void
    ) throws(Failure) -> [UInt8] {
        let file = unsafe try open(path)
        defer { unsafe fclose(file) }
        try judge(unsafe try mode(of: file))
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            // `buffer` has room for the bytes asked for.
            let count = unsafe fread(&buffer, 1, buffer.count, file)
            bytes += buffer[..<count]
            guard bytes.count <= maximumBytes else {
                throw Failure(description: "the file is larger than \(maximumBytes) bytes")
            }
            guard count < buffer.count else { continue }
            guard unsafe ferror(file) == 0 else {
                throw Failure(description: "the file cannot be read")
            }
            return bytes
        }
    }

    /// The permissions of the file at `path`, those bits of its mode that `chmod` sets.
    static func mode(of path: String) throws(Failure) -> UInt32 {
        let file = unsafe try open(path)
        defer { unsafe fclose(file) }
        return unsafe try mode(of: file)
    }

    private static func open(_ path: String) throws(Failure) -> UnsafeMutablePointer<FILE> {
        // The path is copied into the call's own C string.
        guard let file = unsafe fopen(path, "rb") else {
            throw Failure(description: "the file cannot be opened (error \(errno))")
        }
        return unsafe file
    }

    private static func mode(of file: UnsafeMutablePointer<FILE>) throws(Failure) -> UInt32 {
        var status = stat()
        // The descriptor is that of the open file, and `status` is written during the call only.
        guard unsafe fstat(fileno(file), &status) == 0 else {
            throw Failure(description: "the file cannot be judged (error \(errno))")
        }
        return UInt32(status.st_mode) & 0o7777
    }
}
