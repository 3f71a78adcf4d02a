private import Glibc

/// Looks at the folder and the files of a server as the system sees them.
struct FileExamination {
    /// With less room than this the next posts may not fit.
    private static let comfortableBytes: UInt64 = 200 << 20
    /// With less room than this the server is about to fail.
    private static let leastBytes: UInt64 = 20 << 20

    let paths: InstallationPaths

    private var folder: String {
        guard let slash = paths.database.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        let start = paths.database[..<slash]
        return start.isEmpty ? "/" : String(start)
    }

    /// What is to say of the folder, its room, and the database file; empty where all is well.
    func findings() -> [Finding] {
        guard let mode = Self.mode(of: folder) else {
            return [
                Finding(
                    .wrong,
                    "folder",
                    "The folder \(folder) is not there, or may not be looked at by you.",
                    advice: "Make it, or run this as the account that runs the server."
                )
            ]
        }
        var found: [Finding] = []
        if mode & 0o002 != 0, mode & 0o1000 == 0 {
            found.append(
                Finding(
                    .wrong,
                    "folder",
                    "Everybody on this computer can replace files in \(folder).",
                    advice: "chmod o-w \(folder)"
                )
            )
        }
        // The path is copied into the call's own C string.
        if unsafe access(folder, W_OK) != 0 {
            found.append(
                Finding(
                    .wrong,
                    "folder",
                    "You may not write to \(folder), and neither may a server that you start.",
                    advice: "Run this as the account that runs the server, or give it the folder."
                )
            )
        }
        if let mode = Self.mode(of: paths.database), mode & 0o007 != 0 {
            found.append(
                Finding(
                    .doubtful,
                    "database",
                    "Everybody on this computer can open \(paths.database) "
                        + "(mode \(String(mode & 0o777, radix: 8))): names, addresses and posts.",
                    advice: "chmod o= \(paths.database)*"
                )
            )
        }
        if found.allSatisfy({ $0.weight != .wrong }) {
            found.insert(Finding(.fine, "folder", "\(folder) can be used."), at: 0)
        }
        return found + [room()].compactMap { $0 }
    }

    private func room() -> Finding? {
        var status = statvfs()
        // The path is copied into the call's own C string; `status` is written by the call.
        guard unsafe statvfs(folder, &status) == 0 else { return nil }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        let words = "\(free >> 20) MiB are free where the database is."
        if free < Self.leastBytes {
            return Finding(.wrong, "room", words, advice: "Make room; the server fails without.")
        }
        if free < Self.comfortableBytes {
            return Finding(.doubtful, "room", words, advice: "Make room before it is used up.")
        }
        return Finding(.fine, "room", words)
    }

    private static func mode(of path: String) -> UInt32? {
        var status = stat()
        // The path is copied into the call's own C string; `status` is written by the call.
        guard unsafe stat(path, &status) == 0 else { return nil }
        return UInt32(status.st_mode)
    }
}
