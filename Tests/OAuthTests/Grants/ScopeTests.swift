import OAuth
import Testing

@Suite("Scopes (RFC 6749 §3.3)")
struct ScopeTests {
    @Test func `bit positions never move, for tokens and rows hold them`() {
        let expected: [(Scope, UInt32)] = [
            (.workspaceRead, 1), (.socialProfilesRead, 2), (.socialProfilesConnect, 4),
            (.postsRead, 8), (.postsWrite, 16), (.postsPublish, 32), (.workflowsRead, 64),
            (.workflowsRun, 128), (.offlineAccess, 1 << 31),
        ]
        #expect(expected.count == Scope.allCases.count)
        for (scope, mask) in expected {
            #expect(ScopeSet([scope]).mask == mask)
        }
    }

    @Test func `unknown bits are dropped`() {
        #expect(ScopeSet(mask: .max).scopes == Scope.allCases)
    }

    @Test func `text is in catalogue order`() {
        let set: ScopeSet = [.postsWrite, .workspaceRead, .offlineAccess]
        #expect(set.text == "workspace:read posts:write offline_access")
        #expect(ScopeSet.none.text.isEmpty)
    }

    @Test(
        arguments: [
            (nil, ScopeSet.resource),
            ("", .resource),
            (" ", .resource),
            ("posts:read", [.postsRead]),
            (" posts:read", [.postsRead]),
            ("posts:read  posts:read ", [.postsRead]),
            ("posts:read openid", [.postsRead]),
            ("openid email profile", .resource),
            ("POSTS:READ", .resource),
            ("posts:read\u{301}", .resource),
            (" offline_access", ScopeSet.resource.union([.offlineAccess])),
            ("offline_access posts:write", [.postsWrite, .offlineAccess]),
        ] as [(String?, ScopeSet)]
    )
    func `what a scope parameter asks for`(parameter: String?, expected: ScopeSet) {
        #expect(ScopeParameter.asked(by: parameter.map { Array($0.utf8) }) == expected)
    }

    @Test(arguments: [
        (
            WorkspaceRole.viewer,
            "workspace:read social_profiles:read posts:read workflows:read"
        ),
        (
            .editor,
            "workspace:read social_profiles:read posts:read posts:write posts:publish "
                + "workflows:read workflows:run"
        ),
        (
            .owner,
            "workspace:read social_profiles:read social_profiles:connect posts:read posts:write "
                + "posts:publish workflows:read workflows:run"
        ),
    ])
    func `a role caps the scopes`(role: WorkspaceRole, text: String) {
        #expect(role.usableScopes.text == text)
    }
}
