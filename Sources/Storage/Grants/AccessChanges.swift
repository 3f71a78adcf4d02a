internal import Database
internal import OAuth

/// Reads what was listed in `access_changes`.
enum AccessChanges {
    /// The name of the newest change, which names the state of the file for all who keep what they
    /// read.
    static let newest: StaticString = "SELECT max(id) FROM access_changes"

    /// More changes than this are not read one by one; it is cheaper to forget everything.
    static let readAtMost: Int64 = 1_024

    /// What was committed after the state `known`, up to the snapshot of `connection`.
    ///
    /// - Parameters:
    ///   - known: The number of a state that was seen before.
    ///   - connection: In a read transaction of an event loop.
    /// - Returns: The grants, or everything where a change concerns all or the list has lost some.
    /// - Throws: ``DatabaseError`` when SQLite refuses.
    static func since(
        _ known: Int64,
        in connection: Connection
    ) throws(DatabaseError) -> StoreChanges {
        guard let present = connection.snapshotVersion else { return .everything }
        let expected = present - known
        if expected == 0 { return .grants([]) }
        guard (1...readAtMost).contains(expected) else { return .everything }
        var grants: [GrantKey] = []
        var count: Int64 = 0
        try connection.forEach(
            "SELECT grant_id FROM access_changes WHERE id > ?1",
            [.integer(known)]
        ) { row throws(DatabaseError) in
            count += 1
            if !row.isNull(0) { grants.append(GrantKey(row.integer(0))) }
        }
        // A change that names no grant, or one that is missing, leaves fewer grants than changes.
        guard count == expected, grants.count == count else { return .everything }
        return .grants(grants)
    }
}
