internal import CSQLite
internal import Glibc

extension Connection {
    /// What a connection is for.
    enum Purpose {
        case reading
        case writing
    }

    /// Opens a connection with every setting that the design asks for.
    ///
    /// The file must exist: it is made beforehand with the permissions that SQLite then copies to
    /// the files beside it.
    static func open(
        path: String,
        for purpose: Purpose,
        options: DatabaseOptions
    ) throws(DatabaseError) -> Connection {
        _ = Self.memoryStatistics
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        // SQLite takes a copy of the path.
        let code = unsafe sqlite3_open_v2(path, &handle, flags, nil)
        guard let handle = unsafe handle, code == SQLITE_OK else {
            let reason = unsafe String(cString: sqlite3_errstr(code))
            unsafe sqlite3_close_v2(handle)
            throw .cannotOpen(path: path, reason: reason)
        }
        let connection = unsafe Connection(owning: handle)
        try connection.configure(for: purpose, options: options)
        return connection
    }

    /// Set once for the process, before its first connection.
    private static let memoryStatistics = wl_sqlite_disable_memory_statistics()

    private func configure(
        for purpose: Purpose,
        options: DatabaseOptions
    ) throws(DatabaseError) {
        setBusyTime(milliseconds: options.busyTimeInMilliseconds)
        let settings: [(option: Int32, value: Int32)] = [
            (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1),
            (SQLITE_DBCONFIG_DEFENSIVE, 1),
            (SQLITE_DBCONFIG_DQS_DML, 0),
            (SQLITE_DBCONFIG_DQS_DDL, 0),
            (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
            (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
        ]
        for (option, value) in settings {
            try check(unsafe wl_sqlite_set_option(handle, option, value))
        }
        try execute("PRAGMA synchronous = FULL")
        try executeScript("PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;")
        switch purpose {
        case .reading:
            try executeScript("PRAGMA query_only = ON; PRAGMA cache_size = -8192;")
            try setMapping(bytes: options.mappedBytes)
        case .writing:
            try executeScript("PRAGMA secure_delete = ON; PRAGMA cache_size = -16384;")
            try executeScript("PRAGMA mmap_size = 0; PRAGMA journal_size_limit = 67108864;")
        }
    }

    /// Turns write-ahead logging on and makes sure that it is.
    func enterWriteAheadLogging() throws(DatabaseError) {
        let mode = try first("PRAGMA journal_mode = WAL") { $0.text(0) }
        guard mode == "wal" else {
            throw .failed(code: Int(SQLITE_ERROR), message: "journal mode \(mode ?? "none")")
        }
    }

    /// Whether the file is in write-ahead logging mode already.
    func isWriteAheadLogging() throws(DatabaseError) -> Bool {
        try first("PRAGMA journal_mode") { $0.text(0) } == "wal"
    }

    /// Waits at most so long for locks of other connections.
    func setBusyTime(milliseconds: Int) {
        unsafe sqlite3_busy_timeout(handle, Int32(clamping: milliseconds))
    }

    /// Copies the log into the database file and starts the log anew.
    ///
    /// The caller holds the checkpoint lock exclusively.
    ///
    /// - Returns: Whether the whole log was copied and no reader needs it any more.
    func checkpoint(truncating: Bool) throws(DatabaseError) -> Bool {
        let mode = truncating ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_RESTART
        let code = unsafe sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil)
        if code & 0xff == SQLITE_BUSY { return false }
        try check(code)
        return true
    }

    private func setMapping(bytes: Int) throws(DatabaseError) {
        // A pragma takes no parameters; the text is a number and nothing else.
        let text = "PRAGMA mmap_size = \(max(0, bytes))"
        try check(unsafe sqlite3_exec(handle, text, nil, nil, nil))
    }
}
