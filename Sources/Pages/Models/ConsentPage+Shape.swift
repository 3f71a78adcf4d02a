extension ConsentPage {
    private var hasFilter: Bool { workspaces.count > Self.workspacesBeforeFilter }

    private var workspaceCount: String {
        let total = workspaces.count
        let shown = shownWorkspaces.count
        if shown < total { return "Showing \(shown) of \(total) workspaces" }
        return total == 1 ? "You are in one workspace" : "You are in \(total) workspaces"
    }

    private var misses: (workspace: Bool, permission: Bool) {
        (
            problem == .noWorkspace || problem == .nothing,
            problem == .noPermission || problem == .nothing
        )
    }

    static let shape = Shape<ConsentPage>(
        ClientSummary.fields { $0.client } + [
            .text("title") {
                ($0.problem == nil ? "" : "Not approved yet: ")
                    + "\($0.client.name) asks for access"
            },
            .text("personName") { $0.account.name },
            .text("personEmail") { $0.account.email },
            .text("resource") { $0.resource },
            .text("idleLength") { TimeWords.length(seconds: $0.duration.idleSeconds) },
            .text("absoluteLength") { TimeWords.length(seconds: $0.duration.absoluteSeconds) },
            .text("flow") { $0.seal.flow },
            .text("csrf") { $0.seal.csrf },
            .text("signOutCSRF") { $0.seal.signOutCSRF },
            .flag("hasProblem") { $0.problem != nil },
            .flag("isStale") { $0.problem == .stale },
            .flag("missesWorkspace") { $0.misses.workspace },
            .flag("missesPermission") { $0.misses.permission },
            .flag("hasWorkspaces") { !$0.workspaces.isEmpty },
            .flag("hasSeveral") { $0.workspaces.count > 1 },
            .flag("hasFilter") { $0.hasFilter },
            .text("filter") { $0.filter },
            .text("workspaceCount") { $0.workspaceCount },
            .list("workspaces", WorkspaceChoice.shape) { $0.shownWorkspaces },
            .list("groups", PermissionGroup.shape) { $0.groups },
            .texts("carriedScopes") { $0.carriedScopes },
        ]
    )
}
