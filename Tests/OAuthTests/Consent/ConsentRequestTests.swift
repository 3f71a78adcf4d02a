import OAuth
import Testing

@Suite("Consent")
struct ConsentRequestTests {
    private func question(
        scope: String? = nil,
        redirect: String = Fixture.redirect,
        earlier: EarlierApproval? = nil
    ) async throws -> ConsentRequest {
        let server = try Fixture()
        let client = try server.clientID(redirects: [redirect])
        var pairs = Fixture.authorizePairs(client).filter { $0.0 != "redirect_uri" }
        pairs.append(("redirect_uri", redirect))
        if let scope { pairs.append(("scope", scope)) }
        return ConsentRequest(
            requestID: "flow",
            request: try await server.accepted(pairs),
            person: UserKey(5),
            workspaces: [
                ConsentWorkspace(
                    key: WorkspaceKey(1),
                    identifier: "ws_1",
                    name: "One",
                    role: .owner
                ),
                ConsentWorkspace(
                    key: WorkspaceKey(2),
                    identifier: "ws_2",
                    name: "Two",
                    role: .viewer
                ),
            ],
            lifetimes: .standard,
            earlier: earlier
        )
    }

    @Test func `who asks and where the answer goes is said`() async throws {
        let web = try await question()
        #expect(web.clientName == "Test client" && !web.isClientVerified)
        #expect(web.redirectHost == "client.example.org" && !web.leadsToThisComputer)
        let local = try await question(redirect: "http://localhost:49152/cb")
        #expect(local.redirectHost == "localhost:49152" && local.leadsToThisComputer)
    }

    @Test func `what is granted is asked and ticked`() async throws {
        let question = try await question(scope: "posts:read posts:write offline_access")
        let ticks = ConsentTicks(
            scopes: [.postsRead, .postsPublish, .workspaceRead],
            workspaces: ["ws_2", "ws_9", "ws_2"]
        )
        let expected = Approval(
            requestID: "flow",
            user: UserKey(5),
            resource: Fixture.resourceText,
            scopes: [.postsRead, .offlineAccess],
            workspaces: [WorkspaceKey(2)],
            asked: [.postsRead, .postsWrite, .offlineAccess]
        )
        #expect(question.outcome(of: .approve(ticks)) == .approved(expected))
    }

    @Test(
        arguments: [
            ([], ["ws_1"], .permission), ([.postsPublish], ["ws_1"], .permission),
            ([.offlineAccess], ["ws_1"], .permission), ([.postsRead], [], .workspace),
            ([.postsRead], ["ws_9"], .workspace), ([], [], .both),
        ] as [(ScopeSet, [String], ConsentGap)]
    )
    func `S-27 nothing ticked, or only what was not offered, is said`(
        scopes: ScopeSet,
        workspaces: [String],
        gap: ConsentGap
    ) async throws {
        let question = try await question(scope: "posts:read posts:write offline_access")
        let ticks = ConsentTicks(scopes: scopes, workspaces: workspaces)
        #expect(question.outcome(of: .approve(ticks)) == .incomplete(gap))
        #expect(gap.text.hasSuffix("."))
    }

    @Test func `a step-up keeps what was granted, and says what is new and what was declined`()
        async throws
    {
        let earlier = EarlierApproval(
            scopes: [.workspaceRead, .postsPublish],
            declined: [.workflowsRead],
            workspaces: [WorkspaceKey(2), WorkspaceKey(9)]
        )
        let question = try await question(
            scope: "posts:write workflows:read",
            earlier: earlier
        )
        #expect(
            question.offered == [.workspaceRead, .postsPublish, .workflowsRead, .postsWrite]
        )
        let expected: [(Scope, ScopeHistory)] = [
            (.workspaceRead, .kept), (.postsPublish, .kept), (.workflowsRead, .declined),
            (.postsWrite, .added),
        ]
        for (scope, history) in expected { #expect(question.history(of: scope) == history) }
        #expect(question.workspaces.map(question.wasSelected(_:)) == [false, true])
        let ticks = ConsentTicks(scopes: .resource, workspaces: ["ws_2"])
        guard case .approved(let approval) = question.outcome(of: .approve(ticks)) else {
            Issue.record("not approved")
            return
        }
        #expect(approval.scopes == question.offered)
        #expect(approval.asked == question.offered)
        let fewer = ConsentTicks(scopes: [.postsWrite], workspaces: ["ws_2"])
        guard case .approved(let narrow) = question.outcome(of: .approve(fewer)) else {
            Issue.record("not approved")
            return
        }
        #expect(narrow.scopes == [.postsWrite])
        #expect(narrow.asked == question.offered, "what was left out now counts as declined")
    }

    @Test func `what was declined once stays declined when it is not asked for again`()
        async throws
    {
        let earlier = EarlierApproval(
            scopes: [.workspaceRead],
            declined: [.postsWrite],
            workspaces: [WorkspaceKey(1)]
        )
        let question = try await question(scope: "workspace:read", earlier: earlier)
        #expect(question.offered == [.workspaceRead])
        let ticks = ConsentTicks(scopes: .resource, workspaces: ["ws_1"])
        guard case .approved(let approval) = question.outcome(of: .approve(ticks)) else {
            Issue.record("not approved")
            return
        }
        #expect(approval.scopes == [.workspaceRead])
        #expect(approval.asked == [.workspaceRead, .postsWrite])
    }

    @Test func `no means no`() async throws {
        #expect(try await question().outcome(of: .deny) == .denied)
    }
}
