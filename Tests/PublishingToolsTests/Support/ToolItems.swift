import Storage
import Database
import Directory
import JSON
import MCP
import Publishing
import PublishingTools
import Testing

/// The identifiers that a workspace gave to the items of the sample.
struct ToolItems: Sendable {
    let profile: String
    let shortProfile: String
    let expiredProfile: String
    let pictureProfile: String
    let library: String
    let brand: BrandItems
    let draft: String
    let scheduled: String
    let posted: String
    let partlyPosted: String
    let failed: String
    let workflows: WorkflowItems
}

/// What a workspace looks like: a brand kit and a template.
struct BrandItems: Sendable {
    let kit: String
    let template: String
}

/// The workflows of a workspace, a run of the first, and a campaign.
struct WorkflowItems: Sendable {
    let manual: String
    let schedule: String
    let run: String
    let campaign: String
}

extension ToolItems {
    /// The value that names one of the items, for an argument that names such items.
    func named(by argument: String) -> JSONValue? {
        switch argument {
        case "postGroupId": .string(draft)
        case "profileId": .string(profile)
        case "socialProfileIds": [.string(profile)]
        case "hashtagLibraryId": .string(library)
        case "brandId": .string(brand.kit)
        case "referenceDesignIds": [.string(brand.template)]
        case "workflowId": .string(workflows.manual)
        case "runId": .string(workflows.run)
        case "campaignId": .string(workflows.campaign)
        default: nil
        }
    }
}

extension ToolWorld {
    /// The tools as the router has them.
    var tools: [Tool] { ToolRegistry.all(services) }

    /// The names of the tools that take a workspace.
    var toolsInWorkspaces: [String] {
        tools.filter { $0.inputSchema["properties"]?["workspaceId"] != nil }.map(\.name)
    }

    /// A workspace that no test calls a tool in.
    var untouched: Workspace { attic }

    func items(in workspace: Workspace) async throws -> ToolItems {
        let content = try await content.content(of: access(workspace))
        func profile(_ network: Network) throws -> String {
            try #require(content.profiles.first { $0.network == network }).identifier
        }
        func post(_ status: PostStatus) throws -> String {
            try #require(content.posts.first { $0.status == status }).identifier
        }
        return ToolItems(
            profile: try profile(.demo),
            shortProfile: try profile(.x),
            expiredProfile: try profile(.mastodon),
            pictureProfile: try profile(.instagram),
            library: try #require(content.hashtagLibraries.first).identifier,
            brand: BrandItems(
                kit: try #require(content.brandKits.first).identifier,
                template: try #require(content.templates.first).identifier
            ),
            draft: try post(.draft),
            scheduled: try post(.scheduled),
            posted: try post(.posted),
            partlyPosted: try post(.partlyPosted),
            failed: try post(.failed),
            workflows: try await workflowItems(in: workspace)
        )
    }

    private func workflowItems(in workspace: Workspace) async throws -> WorkflowItems {
        let access = access(workspace)
        let workflows = try await content.content(of: access).workflows
        let manual = try #require(workflows.first).identifier
        let report = try await content.workflow(manual, in: access)
        return WorkflowItems(
            manual: manual,
            schedule: try #require(workflows.last).identifier,
            run: try #require(report.runs.first).identifier,
            campaign: "cmp_of_\(workspace.identifier)"
        )
    }

    /// The content of a workspace without the identifiers, which differ between workspaces.
    func digest(of workspace: Workspace) async throws -> JSONValue {
        try await content.content(of: access(workspace)).anonymous
    }
}

extension WorkspaceContent {
    /// The content with every identifier replaced by what it stands for.
    fileprivate var anonymous: JSONValue {
        var names: [String: String] = [:]
        for profile in profiles { names[profile.identifier] = profile.handle }
        for library in hashtagLibraries { names[library.identifier] = library.name }
        return Self.renamed(document, names)
    }

    private static func renamed(_ value: JSONValue, _ names: [String: String]) -> JSONValue {
        switch value {
        case .string(let text): .string(names[text] ?? text)
        case .array(let elements): .array(elements.map { renamed($0, names) })
        case .object(let object):
            .object(
                object.reduce(into: JSONObject()) { $0.append($1.name, renamed($1.value, names)) }
            )
        default: value
        }
    }
}

extension ToolWorld {
    /// How many files are stored, of all workspaces.
    func storedFiles() async throws -> Int {
        try store.database.read { connection throws(DatabaseError) in
            try connection.first("SELECT COUNT(*) FROM media_files") { Int($0.integer(0)) } ?? 0
        }
    }

    /// How many campaigns there are, of all workspaces; each began with one.
    func campaignCount() throws -> Int {
        try store.database.read { connection throws(DatabaseError) in
            try connection.first("SELECT COUNT(*) FROM campaigns") { Int($0.integer(0)) } ?? 0
        }
    }

    /// How many runs there are, of all workspaces; each began with one.
    func runCount() throws -> Int {
        try store.database.read { connection throws(DatabaseError) in
            try connection.first("SELECT COUNT(*) FROM workflow_runs") { Int($0.integer(0)) } ?? 0
        }
    }

    /// Removes whatever a workspace holds, as if nothing had ever been kept for it.
    func forgetContent(of workspace: Workspace) async throws {
        let identifier = workspace.identifier
        try await store.database.write { connection throws(DatabaseError) in
            let row: DatabaseValue = .integer(
                try connection.first(
                    "SELECT id FROM publishing_workspaces WHERE identifier = ?1",
                    [.text(identifier)]
                ) { $0.integer(0) } ?? 0
            )
            try connection.execute(
                """
                DELETE FROM workflow_runs WHERE workflow_id IN
                    (SELECT id FROM workflows WHERE workspace_id = ?1)
                """,
                [row]
            )
            try connection.execute("DELETE FROM campaigns WHERE workspace_id = ?1", [row])
            try connection.execute("DELETE FROM workflows WHERE workspace_id = ?1", [row])
            try connection.execute("DELETE FROM posts WHERE workspace_id = ?1", [row])
            try connection.execute("DELETE FROM social_profiles WHERE workspace_id = ?1", [row])
            try connection.execute("DELETE FROM brand_kits WHERE workspace_id = ?1", [row])
            try connection.execute("DELETE FROM hashtag_libraries WHERE workspace_id = ?1", [row])
            try connection.execute("DELETE FROM studio_templates WHERE workspace_id = ?1", [row])
            try connection.execute("DELETE FROM publishing_workspaces WHERE id = ?1", [row])
        }
    }
}
