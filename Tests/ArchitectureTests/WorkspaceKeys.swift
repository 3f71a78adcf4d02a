/// Who may make the key to a workspace, and that nothing else leads to one.
///
/// The compiler keeps tools from making an `OpenWorkspace`, whose initializer only the router's own
/// module sees. `WorkspaceAccess` crosses modules, so its initializer cannot be as narrow; this is
/// the rest of the rule.
enum WorkspaceKeys {
    /// The files that make a `WorkspaceAccess`, each with its reason.
    static let makers: [String: String] = [
        "Sources/Publishing/Access/WorkspaceAccess.swift": "declares it",
        "Sources/PublishingTools/Support/WorkspaceAccess+Router.swift":
            "from the workspace that the router opened",
        "Sources/Publishing/Connecting/ConnectionTicket.swift":
            "from a link that was sealed for a call which the router had let through",
        "Sources/Storage/Publishing/WorkflowWriting.swift":
            "for the server, going on with a run that the database holds",
        "Sources/Storage/Publishing/CampaignWriting.swift":
            "for whoever began a campaign that the database holds; each write looks again",
        "Sources/Endpoints/Browser/ConsentWorkspace+Access.swift":
            "for a person on a page of ours, from their membership; each use looks at it again",
        "Sources/Administration/Publishing/Installation+Publishing.swift":
            "for the operator at the shell, who may see everything",
    ]
    /// The files that know the argument's name.
    static let namers: Set<String> = [
        "Sources/MCP/Tools/ToolCatalogue.swift",
        "Sources/MCP/Tools/ToolError+Workspace.swift",
        "Sources/PublishingTools/Support/ToolSchema.swift",
        "Sources/PublishingTools/Account/WorkspaceTools+List.swift",
    ]

    /// Keys that a file makes and may not.
    static func forgedKeys(in file: SourceFile) -> [String] {
        guard makers[file.path] == nil else { return [] }
        return BlankedSource(file.text).lines.enumerated()
            .filter { line in
                // What the router opened may be asked for anywhere.
                let text = line.element.replacing("WorkspaceAccess(openedBy:", with: "")
                return text.contains("WorkspaceAccess(")
                    || text.contains("WorkspaceAccess.init")
                    || text.contains("extension WorkspaceAccess")
            }
            .map { "\(file.path):\($0.offset + 1): makes the key to a workspace" }
    }

    /// Parameters and properties of the domain that name a workspace.
    static func bareNames(in file: SourceFile) -> [String] {
        guard file.target == "Publishing", makers[file.path] == nil else { return [] }
        return BlankedSource(file.text).lines.enumerated()
            .filter { line in
                let words = Token.split(Array(line.element.utf8)).map(\.text)
                return words.contains { $0.lowercased().hasPrefix("workspaceid") }
                    || line.element.lowercased().contains("workspace: string")
            }
            .map { "\(file.path):\($0.offset + 1): a workspace by its name" }
    }

    /// Mentions of the argument `workspaceId` in code, texts included.
    static func readers(in file: SourceFile) -> [String] {
        guard !namers.contains(file.path) else { return [] }
        return file.lines.enumerated()
            .filter { line in
                let code = line.element.drop { $0 == " " }
                return !code.hasPrefix("//") && code.contains("\"workspaceId\"")
            }
            .map { "\(file.path):\($0.offset + 1): reads the workspace from an argument" }
    }
}
