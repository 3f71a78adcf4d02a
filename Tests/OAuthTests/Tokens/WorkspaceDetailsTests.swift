import JSON
import OAuth
import Testing

@Suite("Workspaces as authorization details (RFC 9396)")
struct WorkspaceDetailsTests {
    @Test func `workspaces stand by name, byte by byte, then by identifier`() throws {
        let workspaces = [
            ("ws_4", "a"), ("ws_2", "B"), ("ws_3", "A"), ("ws_1", "A"), ("ws_5", ""),
        ].map { EffectiveWorkspace(identifier: $0.0, name: $0.1, role: .viewer) }
        let expected = ["ws_5", "ws_1", "ws_3", "ws_2", "ws_4"]
        #expect(workspaces.byName.map(\.identifier) == expected)
        var writer = JSONWriter()
        WorkspaceDetails.write(workspaces, scopes: [.postsRead], to: &writer)
        let written = try JSONValue(parsing: writer.bytes).arrayValue ?? []
        #expect(written.compactMap { $0["identifier"]?.stringValue } == expected)
    }
}
