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
        account + [
            ListSocialProfiles.tool(services),
            ListPosts.tool(services),
            GetPost.tool(services),
            PreviewPost.tool(services),
            CreatePost.tool(services),
            UpdatePost.tool(services),
            SchedulePost.tool(services),
            DeletePost.tool(services),
            ListBrandKits.tool(services),
            ListHashtagLibraries.tool(services),
            ListStudioTemplates.tool(services),
        ]
    }
}
