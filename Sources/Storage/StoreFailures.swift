internal import Database
internal import Directory
internal import OAuth

extension StoreError {
    /// What a rule is told of `error`; the text is for the log.
    init(_ error: DatabaseError) {
        switch error {
        case .corrupt, .unexpectedValue: self = .damaged(error.description)
        default: self = .unavailable(error.description)
        }
    }
}

extension DirectoryStoreError {
    /// What a rule is told of `error`; the text is for the log.
    init(_ error: DatabaseError) {
        self = .unavailable(reason: error.description)
    }
}

extension StoreCore {
    /// Reads for a port of `OAuth`.
    func read<Value>(
        _ body: (Connection) throws(DatabaseError) -> Value
    ) throws(StoreError) -> Value {
        do { return try database.read(body) } catch { throw StoreError(error) }
    }

    /// Writes for a port of `OAuth`.
    func write<Value: Sendable>(
        _ unit: @escaping @Sendable (Connection) throws(DatabaseError) -> Value
    ) async throws(StoreError) -> Value {
        do { return try await database.write(unit) } catch { throw StoreError(error) }
    }

    /// Reads for a port of `Directory`.
    func readDirectory<Value>(
        _ body: (Connection) throws(DatabaseError) -> Value
    ) throws(DirectoryStoreError) -> Value {
        do { return try database.read(body) } catch { throw DirectoryStoreError(error) }
    }

    /// Writes for a port of `Directory`.
    func writeDirectory<Value: Sendable>(
        _ unit: @escaping @Sendable (Connection) throws(DatabaseError) -> Value
    ) async throws(DirectoryStoreError) -> Value {
        do { return try await database.write(unit) } catch { throw DirectoryStoreError(error) }
    }
}

extension Row {
    /// The value of a closed set of texts in `column`.
    func choice<Choice: RawRepresentable<String>>(
        _ type: Choice.Type,
        _ column: Int
    ) throws(DatabaseError) -> Choice {
        guard let choice = Choice(rawValue: text(column)) else {
            throw .unexpectedValue("an unknown \(type)")
        }
        return choice
    }
}
