/// A write that waits for its commit, whatever its result is.
///
/// The caller makes it, the queue's lock hands it over, and from then on only the writer's thread
/// touches it.
class WriteUnit: @unchecked Sendable {
    // @unchecked Sendable: see above, one thread at a time.

    /// Runs the unit; returns why it failed, or `nil`.
    func run(on connection: Connection) -> DatabaseError? { nil }

    /// Tells the caller: the unit's own outcome, or `error` when the commit failed.
    func finish(_ error: DatabaseError?) {}
}

/// A write whose result is a `Value`.
final class TypedWriteUnit<Value: Sendable>: WriteUnit, @unchecked Sendable {
    // @unchecked Sendable: as its superclass.
    private let work: @Sendable (Connection) throws(DatabaseError) -> Value
    private let complete: @Sendable (Result<Value, DatabaseError>) -> Void
    private var outcome: Result<Value, DatabaseError> = .failure(.closed)

    init(
        _ work: @escaping @Sendable (Connection) throws(DatabaseError) -> Value,
        complete: @escaping @Sendable (Result<Value, DatabaseError>) -> Void
    ) {
        self.work = work
        self.complete = complete
    }

    override func run(on connection: Connection) -> DatabaseError? {
        do throws(DatabaseError) {
            outcome = .success(try work(connection))
            return nil
        } catch {
            outcome = .failure(error)
            return error
        }
    }

    override func finish(_ error: DatabaseError?) {
        complete(error.map { .failure($0) } ?? outcome)
    }
}
