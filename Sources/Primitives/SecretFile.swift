/// The files in which operators keep secrets, judged by who else can open them.
///
/// One that everybody may change is refused. One that other accounts can read is used with a
/// warning and not refused, because the mode of a secret that is mounted into a container (0444,
/// owned by root) often cannot be chosen. A group may read one (0440, 0640): that of the service is
/// the usual way to hand it a secret of root's.
public enum SecretFile {
    /// The largest file that is read.
    public static let maximumBytes = 16 << 10

    private static let groupWrites: UInt32 = 0o020
    private static let othersWrite: UInt32 = 0o002
    private static let others: UInt32 = 0o007

    /// Returns the bytes of the file at `path`; blocks meanwhile.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - log: Where the warning goes.
    /// - Returns: The bytes.
    /// - Throws: ``WholeFile/Failure`` when it cannot be read, is too large or may be changed by
    ///   everybody.
    public static func read(
        _ path: String,
        log: any Log
    ) throws(WholeFile.Failure) -> [UInt8] {
        try WholeFile.read(path, maximumBytes: maximumBytes) { mode throws(WholeFile.Failure) in
            try judge(mode, of: path, log)
        }
    }

    /// Returns the first line of the file at `path`, without its end; blocks meanwhile.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - log: Where the warning goes.
    /// - Returns: The line, which is not empty.
    /// - Throws: ``WholeFile/Failure`` as for ``read(_:log:)``, and when the line is empty.
    public static func firstLine(
        of path: String,
        log: any Log
    ) throws(WholeFile.Failure) -> SecretText {
        let line = try read(path, log: log).prefix { $0 != 0x0a && $0 != 0x0d }
        guard !line.isEmpty else {
            throw WholeFile.Failure(
                description: "its first line is empty, and the secret belongs there"
            )
        }
        return SecretText(String(decoding: line, as: UTF8.self))
    }

    /// Judges a file that something else reads; blocks meanwhile.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - log: Where the warning goes.
    /// - Throws: ``WholeFile/Failure`` when it cannot be opened or may be changed by everybody.
    public static func judge(_ path: String, log: any Log) throws(WholeFile.Failure) {
        try judge(try WholeFile.mode(of: path), of: path, log)
    }

    private static func judge(
        _ mode: UInt32,
        of path: String,
        _ log: any Log
    ) throws(WholeFile.Failure) {
        let digits = String(mode, radix: 8)
        let text = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        guard mode & othersWrite == 0 else {
            throw WholeFile.Failure(
                description: "everybody may change it (mode \(text)); give it mode 0600"
            )
        }
        guard mode & (others | groupWrites) != 0 else { return }
        log.write(
            .warning,
            "Other accounts can open a file with a secret; give it mode 0600, or 0640 and a group",
            [.text("file", path), .text("mode", text)]
        )
    }
}
