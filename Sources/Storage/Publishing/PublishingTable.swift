internal import Cryptography
internal import Database
public import JSON
internal import Primitives
public import Publishing

/// The content of workspaces: the ports of `Publishing`.
///
/// Every statement that looks for an item names the workspace's row too, so that an identifier of
/// another workspace finds nothing.
public struct PublishingTable: Sendable {
    let core: StoreCore
    let standing: AccessStanding
    /// Opens and seals the secrets of profiles; without it they are neither stored nor used.
    let vault: SealingKey?

    /// Reads for a port.
    func read<Value>(
        _ body: (Connection) throws(DatabaseError) -> Value
    ) throws(PublishingFault) -> Value {
        do { return try core.database.read(body) } catch { throw PublishingFault(error) }
    }

    /// Runs a write of a caller: looks whether the access still holds, answers a repeated call with
    /// the first result, and keeps the result of a new one, all in the same transaction.
    ///
    /// - Parameters:
    ///   - access: The workspace.
    ///   - ticket: What makes a repeated call the same, and how the result is written.
    ///   - body: Decides and writes, given the workspace's row. Whatever it refuses it must refuse
    ///     before its first write.
    /// - Returns: The result.
    /// - Throws: ``PublishingFault``; nothing was changed then.
    func write<Value: Sendable>(
        _ access: WorkspaceAccess,
        _ ticket: WriteTicket<Value>,
        _ body:
            @escaping @Sendable (Connection, WorkspaceRow) throws(DatabaseError) ->
            Result<Value, PublishingFault>
    ) async throws(PublishingFault) -> JSONObject {
        let outcome: Result<JSONObject, PublishingFault>
        do {
            outcome = try await core.database.write { connection throws(DatabaseError) in
                guard try standing.isOpen(access, in: connection) else {
                    return .failure(.accessEnded)
                }
                let keys = OnceKeys(connection: connection, now: core.clock.now())
                if let key = ticket.key,
                    let first = try keys.result(of: key, in: access)
                {
                    return first
                }
                let row = try WorkspaceRow(of: access, addingTo: connection)
                switch try body(connection, row) {
                case .failure(let fault): return .failure(fault)
                case .success(let value):
                    let result = ticket.render(value)
                    if let key = ticket.key { try keys.keep(result, of: key, in: access) }
                    return .success(result)
                }
            }
        } catch {
            throw PublishingFault(error)
        }
        return try outcome.get()
    }

    /// Returns the result that was given to this key before, or `nil`.
    public func firstResult(
        of key: OnceKey,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject? {
        let result = try read { connection throws(DatabaseError) in
            try OnceKeys(connection: connection, now: core.clock.now()).result(of: key, in: access)
        }
        return try result?.get()
    }
}

extension PublishingFault {
    /// What a rule is told of `error`; the text is for the log.
    init(_ error: DatabaseError) {
        self = .unavailable(reason: error.description)
    }
}

/// The row of a workspace, known to be the one that an access opens.
struct WorkspaceRow: Sendable {
    let id: Int64

    /// Finds the row, or `nil` where nothing was ever stored for the workspace.
    init?(of access: WorkspaceAccess, in connection: Connection) throws(DatabaseError) {
        let found = try connection.first(
            "SELECT id FROM publishing_workspaces WHERE identifier = ?1",
            [.text(access.identifier)]
        ) { $0.integer(0) }
        guard let found else { return nil }
        id = found
    }

    /// Finds the row, or adds it.
    init(of access: WorkspaceAccess, addingTo connection: Connection) throws(DatabaseError) {
        if let known = try WorkspaceRow(of: access, in: connection) {
            self = known
            return
        }
        let added = try connection.first(
            "INSERT INTO publishing_workspaces (identifier) VALUES (?1) RETURNING id",
            [.text(access.identifier)]
        ) { $0.integer(0) }
        guard let added else { throw .unexpectedValue("no row after an insertion") }
        id = added
    }

    /// Names a row that was read together with an item of its workspace.
    init(known id: Int64) {
        self.id = id
    }

    var value: DatabaseValue { .integer(id) }
}
