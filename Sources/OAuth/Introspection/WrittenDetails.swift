private import JSON
private import Primitives

/// What introspection says about the workspaces of a grant, as it is written.
struct WrittenDetails: Sendable {
    /// The scopes as a text.
    let scope: String
    /// The `authorization_details` as JSON.
    let json: [UInt8]
    /// A text that changes when the scopes or workspaces change, for caches only.
    let revision: String

    init(_ workspaces: [EffectiveWorkspace], scopes: ScopeSet) {
        scope = scopes.text
        var writer = JSONWriter(capacity: 512)
        WorkspaceDetails.write(workspaces, scopes: scopes, to: &writer)
        json = writer.bytes
        // FNV-1a over both.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(scopes.mask)
        for byte in json { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        revision = Hex.encode((0..<8).map { UInt8(truncatingIfNeeded: hash >> (56 - 8 * $0)) })
    }
}

/// The details that each event loop wrote last, one for each person.
///
/// Most grants of a person open the same workspaces with the same scopes, and writing those is half
/// of an answer. What is kept is compared in full with what was just read from the store, so that
/// nothing here can be out of date.
enum DetailsCache {
    private struct Kept {
        let workspaces: [EffectiveWorkspace]
        let scopes: ScopeSet
        let written: WrittenDetails
    }

    /// People whose details a loop keeps.
    private static let capacity = 4_096
    private static let kept = LoopLocal<[String: Kept]>([:])

    /// The details of `workspaces` for the person with the identifier `user`.
    static func details(
        of user: String,
        _ workspaces: [EffectiveWorkspace],
        scopes: ScopeSet
    ) -> WrittenDetails {
        let found = kept.withValue { kept -> WrittenDetails in
            if let known = kept[user], known.scopes == scopes,
                known.workspaces.elementsEqual(workspaces, by: { $0.isIdentical(to: $1) })
            {
                return known.written
            }
            let written = WrittenDetails(workspaces, scopes: scopes)
            if kept.count >= capacity { kept.removeAll(keepingCapacity: true) }
            kept[user] = Kept(workspaces: workspaces, scopes: scopes, written: written)
            return written
        }
        return found ?? WrittenDetails(workspaces, scopes: scopes)
    }
}
