private import CLinux

/// The process's standard output and standard error, written without Glibc's unsafe globals.
public enum StandardStream: Int32, Sendable {
    /// Standard output, descriptor 1.
    case output = 1
    /// Standard error, descriptor 2.
    case error = 2

    /// Writes all `bytes`; a failing write (a closed pipe, a full disk) is dropped.
    public func write(_ bytes: [UInt8]) {
        let descriptor = rawValue
        // Sound: the pointer is used only inside the closure that keeps the array alive.
        unsafe bytes.withUnsafeBytes { buffer in
            _ = unsafe wl_write_all(descriptor, buffer.baseAddress, buffer.count)
        }
    }

    /// How many bytes leave in one piece, so that lines of two threads never mix under it.
    ///
    /// What a pipe takes at once (`PIPE_BUF`); a file, which is locked for each write, takes more.
    public var atomicByteCount: Int { wl_is_file(rawValue) != 0 ? 32_768 : 4_096 }

    /// Writes `text` and a line end.
    public func writeLine(_ text: String) {
        write(Array(text.utf8) + [0x0a])
    }
}
