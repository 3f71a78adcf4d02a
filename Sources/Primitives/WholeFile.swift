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
        guard let file = unsafe fopen(path, "rb") else {
            throw Failure(description: "the file cannot be opened (error \(errno))")
        }
        defer { unsafe fclose(file) }
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
}
