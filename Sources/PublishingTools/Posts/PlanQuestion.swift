internal import MCP
internal import Primitives
internal import Publishing

/// What a person is asked before a post is made, changed or scheduled so that it goes out without
/// another call.
///
/// Without this question a client would get around the one of `publish_post` by a time a minute
/// from now, or by another text for a post that is scheduled already.
enum PlanQuestion {
    /// The tool, asking before it runs what `edit` would do, where that is something to ask about.
    static func asked(
        by tool: Tool,
        _ services: PublishingServices,
        edit: @escaping @Sendable (PublishingCall) throws(PublishingFault) -> PostEdit
    ) -> Tool {
        tool.asking(services) { call, services throws(PublishingFault) in
            let files = call.texts("mediaUrls")
            let rehearsal = try await services.postStore.rehearse(
                try edit(call),
                filesFollow: !(files ?? []).isEmpty,
                in: call.access
            )
            guard rehearsal.needsAgreement, let post = rehearsal.after else { return nil }
            let (first, consent) = words(rehearsal, post)
            let lines = QuestionText.lines(
                about: post,
                newFiles: files?.count,
                in: call.access.name
            )
            return CallQuestion(
                message: ([first] + lines).joined(separator: "\n"),
                consent: consent,
                version: rehearsal.before?.revision ?? 0
            )
        }
    }

    private static func words(
        _ rehearsal: PostRehearsal,
        _ post: PostGroup
    ) -> (question: String, consent: String) {
        guard post.status == .scheduled, let time = post.scheduledAt else {
            return (
                "Change this post while a workflow works on it? The workflow may publish it.",
                "Yes, change it"
            )
        }
        let goesOut = "It goes out by itself on \(QuestionText.time(time))."
        if rehearsal.before?.status == .scheduled, rehearsal.before?.scheduledAt == time {
            return ("Change this scheduled post? \(goesOut)", "Yes, change it")
        }
        return ("Schedule this post? \(goesOut)", "Yes, schedule it")
    }
}
