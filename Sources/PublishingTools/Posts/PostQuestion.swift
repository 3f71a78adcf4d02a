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
        var tool = tool
        tool.question = { [name = tool.name] call in
            guard let access = WorkspaceAccess(openedBy: call) else {
                return .failure(call.workspaceGone)
            }
            let publishing = PublishingCall(tool: name, call: call, access: access)
            do throws(PublishingFault) {
                if let key = publishing.onceKey,
                    try await services.postStore.firstResult(of: key, in: access) != nil
                {
                    return .success(nil)
                }
                let identifier = publishing.text("postGroupId")
                let post = try await services.postStore.post(identifier, in: access)
                try check(post)
                return .success(question(about: post, in: access.name))
            } catch {
                return .failure(ToolError(error, in: publishing))
            }
        }
        return tool
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

    /// The question about `post`, all in one text: not every client shows more than that.
    func question(about post: PostGroup, in workspace: String) -> CallQuestion {
        let places = post.targets.map { target in
            "\(target.profile.handle.inOneLine(80)) (\(target.profile.network.title))"
        }
        let targets = places.isEmpty ? "no profile yet" : places.joined(separator: ", ")
        let text = post.content.caption.inOneLine(280)
        let files = post.content.media.count
        let what = text.isEmpty ? "A post without text" : "“\(text)”"
        let with = files == 0 ? "" : ", with \(files) \(files == 1 ? "file" : "files")"
        let about = "Post: \(what)\(with)\nProfiles: \(targets)\nWorkspace: \(workspace)"
        switch self {
        case .publishing:
            return CallQuestion(
                message: "Publish this post now? It cannot be undone.\n\(about)",
                consent: "Yes, publish it now",
                version: post.revision
            )
        case .deleting:
            return CallQuestion(
                message: "Delete this post for good?\n\(about)",
                consent: "Yes, delete it for good",
                version: post.revision
            )
        }
    }
}

extension String {
    /// The text without line ends, so that it cannot look like another line of a question, and cut.
    fileprivate func inOneLine(_ limit: Int) -> String {
        var line = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: line.append(" ")
            // What turns or hides the text around it has no business in a question.
            case .format, .privateUse, .surrogate: continue
            default: line.append(scalar)
            }
            guard line.count <= limit else {
                return String(String.UnicodeScalarView(line.prefix(limit - 1))) + "…"
            }
        }
        return String(line)
    }
}
