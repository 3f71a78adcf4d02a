private import Glibc

/// Reads and writes content files.
enum ContentFile {
    /// The largest file that is read: a thousand files of posts, more or less.
    private static let maximumBytes = 1 << 30

    static func read(_ path: String) throws(AdministrationError) -> [UInt8] {
        // The path is copied into the call's own C string, and the file closed before the return.
        guard let file = unsafe fopen(path, "rb") else {
            throw AdministrationError(
                "the file \(AdministrationError.quoted(path)) cannot be opened; name another one"
            )
        }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= maximumBytes {
            // `buffer` has room for the bytes asked for.
            let count = unsafe fread(&buffer, 1, buffer.count, file)
            bytes += buffer[..<count]
            guard count < buffer.count else { continue }
            guard unsafe ferror(file) == 0 else { break }
            return bytes
        }
        throw AdministrationError("the file \(AdministrationError.quoted(path)) cannot be read")
    }

    /// Writes a new file for its owner alone; one that is there is left alone.
    static func write(_ bytes: [UInt8], to path: String) throws(AdministrationError) {
        // The path is copied into the call's own C string.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = errno == EEXIST ? "is there already" : "cannot be made"
            throw AdministrationError("the file \(AdministrationError.quoted(path)) \(reason)")
        }
        defer { Glibc.close(descriptor) }
        var start = 0
        while start < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                // The slice lives as long as the closure.
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[start...])
                return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            guard count > 0 else {
                throw AdministrationError("the disk took only a part of \(path); remove the file")
            }
            start += count
        }
    }
}
