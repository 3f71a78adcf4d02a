internal import MCP
internal import Publishing

/// What a person is asked before a post is published or deleted.
enum PostQuestion {
    /// Whether to publish it now.
    case publishing
    /// Whether to delete it for good.
    case deleting

    /// The tool, asking this before it runs.
    func asked(by tool: Tool, _ services: PublishingServices) -> Tool {
        tool.asking(services) { call, services throws(PublishingFault) in
            let identifier = call.text("postGroupId")
            let post = try await services.postStore.post(identifier, in: call.access)
            try check(post)
            return question(about: post, in: call.access.name)
        }
    }

    /// Spares the person a question about what would fail anyway.
    private func check(_ post: PostGroup) throws(PublishingFault) {
        switch self {
        case .publishing: _ = try PublishRule.begin(post)
        case .deleting:
            guard post.status.isEditable else {
                throw .wrongStatus(post.status, needed: "be deleted")
            }
        }
    }

    private func question(about post: PostGroup, in workspace: String) -> CallQuestion {
        let (first, consent) =
            switch self {
            case .publishing:
                ("Publish this post now? It cannot be undone.", "Yes, publish it now")
            case .deleting: ("Delete this post for good?", "Yes, delete it for good")
            }
        let lines = [first] + QuestionText.lines(about: post, in: workspace)
        return CallQuestion(
            message: lines.joined(separator: "\n"),
            consent: consent,
            version: post.revision
        )
    }
}
