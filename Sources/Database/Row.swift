internal import CSQLite
private import Primitives

/// The row that a statement stands on, valid inside the closure that received it.
///
/// Columns count from 0. Tables are STRICT, so a column has the type of its declaration; a column
/// that may be NULL is read with the optional form.
@safe
public struct Row {
    // Valid while the statement stands on this row, which is as long as the closure runs.
    private let statement: OpaquePointer

    init(of statement: OpaquePointer) {
        unsafe self.statement = statement
    }

    /// The whole number in `column`, 0 for NULL.
    public func integer(_ column: Int) -> Int64 {
        unsafe sqlite3_column_int64(statement, Int32(column))
    }

    /// The text in `column`, empty for NULL.
    public func text(_ column: Int) -> String {
        // sqlite3_column_bytes counts the bytes of the very pointer asked for just before.
        guard let start = unsafe sqlite3_column_text(statement, Int32(column)) else { return "" }
        let count = unsafe Int(sqlite3_column_bytes(statement, Int32(column)))
        return unsafe String(
            decoding: UnsafeBufferPointer(start: start, count: count),
            as: UTF8.self
        )
    }

    /// The text in `column`, which is `known` itself where both are the same bytes.
    ///
    /// Spares an allocation where many rows have the same text.
    public func text(_ column: Int, sharing known: String) -> String {
        // sqlite3_column_bytes counts the bytes of the very pointer asked for just before.
        guard let start = unsafe sqlite3_column_text(statement, Int32(column)) else { return "" }
        let count = unsafe Int(sqlite3_column_bytes(statement, Int32(column)))
        let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
        // The row stays where it is until the closure that received it returns.
        if unsafe known.isIdentical(to: UnsafeRawBufferPointer(bytes)) { return known }
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes in `column`, empty for NULL.
    public func blob(_ column: Int) -> [UInt8] {
        // sqlite3_column_bytes counts the bytes of the very pointer asked for just before.
        guard let start = unsafe sqlite3_column_blob(statement, Int32(column)) else { return [] }
        let count = unsafe Int(sqlite3_column_bytes(statement, Int32(column)))
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Whether `column` is NULL.
    public func isNull(_ column: Int) -> Bool {
        unsafe sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
    }

    /// The whole number in `column`, or `nil` for NULL.
    public func optionalInteger(_ column: Int) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    /// The text in `column`, or `nil` for NULL.
    public func optionalText(_ column: Int) -> String? {
        isNull(column) ? nil : text(column)
    }

    /// The bytes in `column`, or `nil` for NULL.
    public func optionalBlob(_ column: Int) -> [UInt8]? {
        isNull(column) ? nil : blob(column)
    }
}
