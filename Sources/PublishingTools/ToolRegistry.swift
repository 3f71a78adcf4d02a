public import MCP

/// All tools, in the order in which clients see them.
public enum ToolRegistry {
    /// The tools that answer from the token alone, so that they work without a database.
    public static let account: [Tool] = WorkspaceTools.all

    /// Every tool of a server that has a database.
    ///
    /// - Parameter services: What the tools run on.
    /// - Returns: The tools.
    public static func all(_ services: PublishingServices) -> [Tool] {
        account + inWorkspaces.map { $0.make(services) }
    }

    /// What the documentation says of each.
    static var pages: [ToolPage] {
        account.map(ToolPage.init(_:)) + inWorkspaces.map { ToolPage($0.definition) }
    }

    /// The tools that work in a workspace: what each says of itself, and how it is made.
    private static let inWorkspaces: [Entry] = [
        Entry(ListSocialProfiles.definition, ListSocialProfiles.tool),
        Entry(GetSocialConnectionURL.definition, GetSocialConnectionURL.tool),
        Entry(ListPosts.definition, ListPosts.tool),
        Entry(GetPost.definition, GetPost.tool),
        Entry(PreviewPost.definition, PreviewPost.tool),
        Entry(CreatePost.definition, CreatePost.tool),
        Entry(CreateAIPost.definition, CreateAIPost.tool),
        Entry(CreateCampaign.definition, CreateCampaign.tool),
        Entry(GetCampaign.definition, GetCampaign.tool),
        Entry(UpdatePost.definition, UpdatePost.tool),
        Entry(SchedulePost.definition, SchedulePost.tool),
        Entry(PublishPost.definition, PublishPost.tool),
        Entry(DeletePost.definition, DeletePost.tool),
        Entry(ListBrandKits.definition, ListBrandKits.tool),
        Entry(ListHashtagLibraries.definition, ListHashtagLibraries.tool),
        Entry(ListStudioTemplates.definition, ListStudioTemplates.tool),
        Entry(ListWorkflows.definition, ListWorkflows.tool),
        Entry(GetWorkflow.definition, GetWorkflow.tool),
        Entry(EnableWorkflow.enabling, EnableWorkflow.enable),
        Entry(EnableWorkflow.disabling, EnableWorkflow.disable),
        Entry(RunWorkflow.definition, RunWorkflow.tool),
        Entry(GetWorkflow.runDefinition, GetWorkflow.runTool),
    ]

    private struct Entry: Sendable {
        let definition: ToolDefinition
        let make: @Sendable (PublishingServices) -> Tool

        init(
            _ definition: ToolDefinition,
            _ make: @escaping @Sendable (PublishingServices) -> Tool
        ) {
            self.definition = definition
            self.make = make
        }
    }
}

extension ToolPage {
    fileprivate init(_ tool: Tool) {
        self.init(
            name: tool.name,
            title: tool.title,
            description: tool.description,
            scopes: tool.scopes,
            annotations: tool.annotations,
            input: tool.inputSchema,
            output: tool.outputSchema
        )
    }

    fileprivate init(_ definition: ToolDefinition) {
        self.init(
            name: definition.name,
            title: definition.title,
            description: definition.description,
            scopes: [definition.scope],
            annotations: definition.annotations,
            input: definition.input,
            output: definition.output
        )
    }
}
