internal import CSQLite
internal import Glibc
internal import Primitives

/// A lock on a file beside the database that other processes respect.
///
/// The database file itself is never opened for this: closing any descriptor of it would drop the
/// locks that SQLite holds on it in this process.
struct AdvisoryLock: ~Copyable {
    /// How the lock is held.
    enum Mode {
        case shared
        case exclusive
    }

    private let descriptor: Int32

    /// Opens the lock file `<database><suffix>` and holds nothing yet.
    init(beside databasePath: String, suffix: String) throws(DatabaseError) {
        let path = databasePath + suffix
        // The paths are copied into the call's own C strings.
        let result = unsafe wl_open_lock_file(path, databasePath)
        guard result >= 0 else {
            throw .cannotOpen(path: path, reason: systemMessage(-result))
        }
        descriptor = result
    }

    deinit {
        wl_close_lock_file(descriptor)
    }

    /// Takes the lock if that needs no waiting.
    borrowing func tryAcquire(_ mode: Mode) -> Bool {
        wl_try_lock_file(descriptor, mode == .exclusive ? 1 : 0) == 0
    }

    /// Takes the lock, or gives up after `milliseconds`.
    ///
    /// Polls each millisecond, because a call that waits cannot be given a deadline.
    borrowing func acquire(_ mode: Mode, withinMilliseconds milliseconds: Int) -> Bool {
        if tryAcquire(mode) { return true }
        let deadline = MonotonicInstant.now().adding(milliseconds: UInt64(max(0, milliseconds)))
        while MonotonicInstant.now() < deadline {
            usleep(1_000)
            if tryAcquire(mode) { return true }
        }
        return false
    }

    /// Gives the lock up.
    borrowing func release() {
        wl_unlock_file(descriptor)
    }
}

/// What the system says about `code`.
func systemMessage(_ code: Int32) -> String {
    // glibc's messages for known codes are constants.
    unsafe String(cString: strerror(code))
}
