public import Cryptography
internal import Database
private import Glibc
public import Primitives
public import Storage

/// The database and keys of one server, opened by a command.
///
/// Everything works while the server runs: both open the same file, and what a command has written
/// holds for the very next request.
public final class Installation: Sendable {
    /// The tables.
    public let store: Store
    /// Where the files are.
    public let paths: InstallationPaths
    let account: String
    let clock: any WallClock
    let random: any RandomSource
    let passwordParameters: PasswordParameters

    /// What happens where there is no database.
    public enum MissingDatabase: Sendable {
        /// It is an error, because a command that only looks or changes was probably given a wrong
        /// path.
        case refuse
        /// It is made.
        case create
    }

    /// Opens the files.
    ///
    /// - Parameters:
    ///   - paths: Where they are.
    ///   - account: Who runs the command, for the audit log.
    ///   - missing: What happens where there is no database.
    ///   - clock: The time.
    ///   - random: Where identifiers, salts and secrets come from.
    ///   - passwordParameters: What new password hashes cost.
    /// - Throws: ``AdministrationError``.
    public init(
        paths: InstallationPaths,
        account: String,
        missing: MissingDatabase,
        clock: any WallClock = SystemWallClock(),
        random: any RandomSource = SystemRandom(),
        passwordParameters: PasswordParameters = .standard
    ) throws(AdministrationError) {
        guard missing == .create || Self.hasFile(at: paths.database) else {
            throw AdministrationError(
                "there is no database at \(AdministrationError.quoted(paths.database)); name the "
                    + "right one, or run 'wayleave database migrate' to make it"
            )
        }
        self.paths = paths
        self.account = account
        self.clock = clock
        self.random = random
        self.passwordParameters = passwordParameters
        do throws(DatabaseError) {
            store = try Store(
                path: paths.database,
                options: DatabaseOptions(role: .command),
                actor: .shell(account),
                clock: clock,
                policy: .requireCurrentUnlessNew
            )
        } catch {
            throw AdministrationError(error)
        }
    }

    /// Closes the database; what was written is durable already.
    public func close() {
        store.close()
    }

    /// Whether there is something at `path`.
    public static func hasFile(at path: String) -> Bool {
        // The path is copied into the call's own C string.
        unsafe access(path, F_OK) == 0
    }
}
