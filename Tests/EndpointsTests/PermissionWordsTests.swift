import OAuth
import Pages
import Testing

/// Pages knows scopes by name only: here its words meet the catalogue they describe.
@Suite("The words of scopes")
struct PermissionWordsTests {
    private static let shown = Scope.allCases.filter { $0 != .offlineAccess }

    @Test(arguments: shown)
    func `every scope of the catalogue is described`(scope: Scope) {
        let words = PermissionWords.forScope(scope.name)
        let fallback = PermissionWords.forScope("nobody:described")
        #expect(words.detail != fallback.detail && words.detail.hasSuffix("."))
        #expect(words.title != scope.name && !words.title.isEmpty)
    }

    @Test func `no two scopes are described alike`() {
        let titles = Self.shown.map { PermissionWords.forScope($0.name).title }
        #expect(Set(titles).count == titles.count)
    }

    @Test(arguments: shown)
    func `only what cannot be undone waits for the person's tick`(scope: Scope) {
        let waits: [Scope] = [.postsPublish, .workflowsRun]
        let words = PermissionWords.forScope(scope.name)
        #expect(words.mayBePreticked == !waits.contains(scope))
        #expect((words.reach == .publish) == waits.contains(scope))
    }
}
