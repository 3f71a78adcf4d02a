internal import MCP
internal import Publishing

extension Tool {
    /// The tool, asking what `question` puts together before it runs.
    ///
    /// A call that was done before and only tells its first result asks nothing.
    ///
    /// - Parameters:
    ///   - services: What the tools run on.
    ///   - question: What is asked about a call, or `nil` where nothing has to be.
    /// - Returns: The tool.
    func asking(
        _ services: PublishingServices,
        _ question:
            @escaping @Sendable (PublishingCall, PublishingServices) async throws(PublishingFault)
            -> CallQuestion?
    ) -> Tool {
        var tool = self
        tool.question = { [name] call in
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
                return .success(try await question(publishing, services))
            } catch {
                return .failure(ToolError(error, in: publishing))
            }
        }
        return tool
    }
}
