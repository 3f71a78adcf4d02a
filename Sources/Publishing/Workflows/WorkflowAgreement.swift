internal import Cryptography
internal import JSON

/// What a person agrees to who is asked before a workflow sends something out.
public struct WorkflowAgreement: Sendable {
    private let definition: WorkflowDefinition
    private let post: PostGroup?

    /// Describes what would be agreed to.
    ///
    /// - Parameters:
    ///   - definition: What the workflow does.
    ///   - post: The post that it would work on, where it is given one.
    public init(_ definition: WorkflowDefinition, on post: PostGroup?) {
        self.definition = definition
        self.post = post
    }

    /// Another number for other steps, another post or another revision of it; never negative.
    public var version: Int64 {
        var bytes = JSONValue.object(definition.json).canonicalBytes
        if let post { bytes += Array("\(post.identifier) \(post.revision)".utf8) }
        return SHA256.digest(bytes).prefix(7).reduce(0) { $0 << 8 | Int64($1) }
    }

    /// Makes sure that the workflow may be started.
    ///
    /// - Parameters:
    ///   - access: Through which it would be started.
    ///   - version: The ``version`` that the person agreed to, where they were asked.
    /// - Throws: ``PublishingFault/notAgreed``.
    public func check(
        _ access: WorkspaceAccess,
        agreed version: Int64?
    ) throws(PublishingFault) {
        guard definition.sendsOut else { return }
        guard !access.asksFirst, version == nil || version == self.version else {
            throw .notAgreed
        }
    }
}

extension WorkflowDefinition {
    /// Whether a run lets anything leave the workspace, at once or later.
    public var sendsOut: Bool {
        steps.contains { step in
            switch step {
            case .schedule, .publish, .callWebhook: true
            case .createDraft, .applyHashtags: false
            }
        }
    }
}
