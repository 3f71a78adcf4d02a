/// Why the key file could not be used; the description is a sentence for the operator.
public enum KeyFileError: Error, Equatable {
    /// There is no file at the path.
    case missing(path: String)
    /// Someone besides the owner may read or write the file; `mode` is its permission bits.
    case exposed(path: String, mode: UInt32)
    /// The path names something that is not a regular file.
    case notAFile(path: String)
    /// The system refused to read the file.
    case unreadable(path: String, reason: String)
    /// The system refused to make the file.
    case uncreatable(path: String, reason: String)
    /// The line, counted from 1, is not what such a file holds there.
    case malformed(path: String, line: Int)
    /// A newer release wrote the file.
    case unknownVersion(path: String)
}

extension KeyFileError: CustomStringConvertible {
    /// One sentence that says what is wrong and what to do, without a full stop.
    public var description: String {
        switch self {
        case .missing(let path):
            "there is no key file at \(path); start the server once to make it, or restore it"
        case .exposed(let path, let mode):
            "other users may open the key file \(path) (mode \(String(mode, radix: 8))); "
                + "run: chmod 600 \(path)"
        case .notAFile(let path):
            "the key file \(path) is not a regular file; name another path"
        case .unreadable(let path, let reason):
            "the key file \(path) cannot be read (\(reason)); run this as the user who owns it"
        case .uncreatable(let path, let reason):
            "the key file \(path) cannot be made (\(reason)); "
                + "make its folder writable for this user"
        case .malformed(let path, let line):
            "line \(line) of the key file \(path) is damaged; restore the file from a backup"
        case .unknownVersion(let path):
            "the key file \(path) was written by a newer release of Wayleave; use that release"
        }
    }
}
