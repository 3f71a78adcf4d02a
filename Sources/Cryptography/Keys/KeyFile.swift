private import Glibc
public import Primitives

/// The file that holds the server's keys, readable by its owner alone.
public enum KeyFile {
    private static let maximumByteCount = 65_536

    /// Reads the key file, making it first where there is none.
    ///
    /// Processes that start at the same moment end up with the same keys: the file appears under
    /// its name complete and on disk, or not at all, and never replaces another.
    ///
    /// - Parameters:
    ///   - path: Where the file is or shall be; its folder exists.
    ///   - random: Where new keys come from.
    /// - Returns: The keys in the file.
    /// - Throws: ``KeyFileError`` with a sentence for the operator.
    public static func loadOrCreate(
        at path: String,
        random: any RandomSource
    ) throws(KeyFileError) -> KeyRing {
        do {
            return try load(at: path)
        } catch {
            guard case .missing = error else { throw error }
            try create(at: path, text: KeyFileText.fresh(random: random), random: random)
            return try load(at: path)
        }
    }

    /// Reads the key file.
    ///
    /// - Parameter path: Where the file is.
    /// - Returns: The keys in the file.
    /// - Throws: ``KeyFileError`` with a sentence for the operator; a file that group or others may
    ///   open is refused unread.
    public static func load(at path: String) throws(KeyFileError) -> KeyRing {
        let text = try read(path)
        do {
            return try KeyFileText.keyRing(from: text)
        } catch {
            switch error {
            case .unknownVersion: throw .unknownVersion(path: path)
            case .malformed(let line): throw .malformed(path: path, line: line)
            }
        }
    }

    private static func read(_ path: String) throws(KeyFileError) -> [UInt8] {
        // Without O_NONBLOCK, opening a named pipe would wait for its writer.
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            let code = errno
            if code == ENOENT { throw .missing(path: path) }
            throw .unreadable(path: path, reason: reason(code))
        }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else {
            throw .unreadable(path: path, reason: reason(errno))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard status.st_mode & 0o077 == 0 else {
            throw .exposed(path: path, mode: UInt32(status.st_mode & 0o777))
        }
        var text = [UInt8](repeating: 0, count: maximumByteCount)
        var length = 0
        while length < text.count {
            // The call may write the rest of `text`, whose length it is told.
            let count = unsafe text.withUnsafeMutableBytes { buffer in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[length...])
                return unsafe posixRead(file, rest.baseAddress, rest.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(path: path, reason: reason(errno)) }
            if count == 0 { return Array(text.prefix(length)) }
            length += count
        }
        throw .malformed(path: path, line: 1)
    }

    private static func create(
        at path: String,
        text: [UInt8],
        random: any RandomSource
    ) throws(KeyFileError) {
        let draft = "\(path).\(Hex.encode(random.bytes(8))).new"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .uncreatable(path: path, reason: reason(errno)) }
        defer { unsafe unlink(draft) }
        let failure = store(text, in: file)
        close(file)
        if let failure { throw .uncreatable(path: path, reason: reason(failure)) }
        // Unlike a rename, a link never replaces a file that another process made meanwhile.
        guard unsafe link(draft, path) == 0 || errno == EEXIST else {
            throw .uncreatable(path: path, reason: reason(errno))
        }
        try synchroniseFolder(of: path)
    }

    /// Writes `text` durably and returns `nil`, or the error's number.
    private static func store(_ text: [UInt8], in file: Int32) -> Int32? {
        var written = 0
        while written < text.count {
            // The rest of `text` is handed over with its own length.
            let count = unsafe text.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
                return unsafe write(file, rest.baseAddress, rest.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return errno }
            written += count
        }
        return fsync(file) == 0 ? nil : errno
    }

    /// Makes the file's name durable, not only its contents.
    private static func synchroniseFolder(of path: String) throws(KeyFileError) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .uncreatable(path: path, reason: reason(errno)) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw .uncreatable(path: path, reason: reason(errno))
        }
    }

    private static func reason(_ code: Int32) -> String {
        // The C library returns a text that ends with a zero for every number.
        unsafe String(cString: strerror(code))
    }
}

/// `read(2)`, whose name ``KeyFile`` uses for itself.
private func posixRead(
    _ file: Int32,
    _ bytes: UnsafeMutableRawPointer?,
    _ count: Int
) -> Int {
    // The caller's bytes have room for `count`.
    unsafe read(file, bytes, count)
}
