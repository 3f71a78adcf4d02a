internal import CSQLite

/// A prepared statement, which its connection keeps and uses again.
@safe
@usableFromInline
final class Statement {
    // Owned: finalized in `deinit`, never handed out.
    private let pointer: OpaquePointer

    /// Whether a caller is between its first step and the reset.
    private(set) var isRunning = false

    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe sqlite3_finalize(pointer)
    }

    /// Binds `values` to the parameters from the first on; returns a result code.
    @usableFromInline
    func begin(_ values: [DatabaseValue]) -> Int32 {
        isRunning = true
        var index: Int32 = 1
        for value in values {
            let code = bind(value, at: index)
            guard code == SQLITE_OK else { return code }
            index += 1
        }
        // A forgotten parameter would silently be NULL.
        let expected = unsafe sqlite3_bind_parameter_count(pointer)
        return Int(expected) == values.count ? SQLITE_OK : SQLITE_RANGE
    }

    /// Goes to the next row; returns `SQLITE_ROW`, `SQLITE_DONE` or an error code.
    func step() -> Int32 {
        unsafe sqlite3_step(pointer)
    }

    /// The row that the last step reached.
    @usableFromInline
    var row: Row { unsafe Row(of: pointer) }

    /// Ends the run and forgets the bound values, secrets among them.
    @usableFromInline
    func end() {
        unsafe sqlite3_reset(pointer)
        unsafe sqlite3_clear_bindings(pointer)
        isRunning = false
    }

    private func bind(_ value: DatabaseValue, at index: Int32) -> Int32 {
        switch value {
        case .null:
            return unsafe sqlite3_bind_null(pointer, index)
        case .integer(let number):
            return unsafe sqlite3_bind_int64(pointer, index, number)
        case .text(var text):
            // SQLite copies the bytes before the call returns.
            return text.withUTF8 { bytes in
                unsafe wl_sqlite_bind_text(pointer, index, bytes.baseAddress, UInt64(bytes.count))
            }
        case .blob(let bytes):
            // SQLite copies the bytes before the call returns.
            return unsafe bytes.withUnsafeBytes { bytes in
                unsafe wl_sqlite_bind_blob(pointer, index, bytes.baseAddress, UInt64(bytes.count))
            }
        }
    }
}
