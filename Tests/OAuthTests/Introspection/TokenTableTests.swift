import Primitives
import TestSupport
import Testing

@testable import OAuth

@Suite("Table of authentic tokens")
struct TokenTableTests {
    /// The words of a token whose block and MAC follow from `number`.
    private func words(_ number: Int, _ last: Character = "x") throws -> TokenWords {
        let number = String(100_000 + number)
        let filler = String(repeating: "a", count: 18)
        let text = "wla_" + filler + number + filler + "\(last)"
        let bytes = Array(text.utf8)
        return try #require(TokenWords(bytes + [UInt8](repeating: 0x62, count: 70 - bytes.count)))
    }

    private func entry(_ words: TokenWords, key: Int64, version: Int64 = 1) -> TokenTable.Entry {
        TokenTable.Entry(
            words: words,
            snapshot: StoreSnapshot(version: version),
            generation: UInt32(key % 7),
            scopes: [.postsRead],
            access: access(key)
        )
    }

    private func access(_ key: Int64) -> GrantAccess {
        let grant = Grant(
            key: GrantKey(key),
            identity: GrantIdentity(
                identifier: "grt_\(key)",
                requestID: "",
                createdAt: Timestamp(secondsSinceEpoch: 1)
            ),
            terms: GrantTerms(
                user: UserKey(1),
                client: ClientKey(1),
                resource: Fixture.resourceText,
                scopes: [.postsRead],
                lifetimes: nil,
                confirmsPublishing: false
            ),
            code: CodeBinding(challenge: [], redirectURI: ""),
            tokens: .fresh(salt: [], at: Timestamp(secondsSinceEpoch: 1)),
            lastUsedAt: nil,
            revocation: nil
        )
        return GrantAccess(
            grant: grant,
            user: GrantUser(identifier: "usr_1", email: "a@b.c", name: "Ada", isDisabled: false),
            client: GrantClient(identifier: "c", name: "C", kind: .dynamic, isDisabled: false),
            workspaces: []
        )
    }

    @Test func `every token is found again, and no other`() throws {
        var table = TokenTable()
        #expect(try table[words(1)] == nil)
        for number in 1...2_000 { table.append(entry(try words(number), key: Int64(number))) }
        #expect(table.count == 2_000)
        for number in 1...2_000 {
            let found = try #require(table[try words(number)])
            #expect(found.claims.grant == GrantKey(Int64(number)))
            #expect(found.claims.generation == UInt32(number % 7))
            #expect(found.claims.kind == .access)
            // The same words but one, of which the hash knows nothing.
            #expect(try table[words(number, "y")] == nil)
        }
        #expect(try table[words(2_001)] == nil)
    }

    @Test func `a token is replaced where it is`() throws {
        var table = TokenTable()
        #expect(!table.replace(entry(try words(1), key: 1)))
        table.append(entry(try words(1), key: 1))
        table.append(entry(try words(2), key: 2))
        #expect(table.replace(entry(try words(1), key: 1, version: 2)))
        #expect(table.count == 2)
        #expect(try table[words(1)]?.snapshot == StoreSnapshot(version: 2))
        #expect(try table[words(2)]?.snapshot == StoreSnapshot(version: 1))
    }
}
