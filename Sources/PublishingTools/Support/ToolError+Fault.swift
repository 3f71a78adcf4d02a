internal import JSON
internal import MCP
internal import Primitives
internal import Publishing

extension ToolError {
    /// What a model is told of `fault`; nothing was changed when it is.
    ///
    /// - Parameters:
    ///   - fault: Why the call was not done.
    ///   - call: The call.
    init(_ fault: PublishingFault, in call: PublishingCall) {
        switch fault {
        case .unknown(let kind, let identifier):
            self.init(
                code: .notFound,
                message: "This workspace has no \(kind.rawValue) \(identifier.quoted).",
                hint: kind.source,
                details: ["kind": .string(kind.rawValue)]
            )
        case .invalid(let part, let problem):
            self.init(
                code: .invalidArguments,
                message: "\(part): \(problem).",
                hint: "Correct this argument and call \(call.tool) again."
            )
        case .accessEnded: self = call.call.workspaceGone
        case .notAgreed:
            self.init(
                code: .confirmationRequired,
                message: "The person wants to be asked first, and what this would do changed while "
                    + "the call was under way. Nothing was changed.",
                hint: "Call \(call.tool) again; the person is asked about it as it is then."
            )
        case .notPublishable(let problems):
            self.init(
                code: .notPublishable,
                message: problems.map(\.message).joined(separator: " "),
                hint: Self.hint(on: problems, call.tool),
                details: ["problems": .array(problems.map(\.json))]
            )
        case .revisionConflict(let current):
            self.init(
                code: .revisionConflict,
                message: "The post was changed since: its revision is \(current) now.",
                hint: "Read it again with get_post, and repeat the change if it still makes sense.",
                details: ["currentRevision": .integer(current)]
            )
        default: self.init(other: fault, in: call)
        }
    }

    /// What to do about `problems`: what a network may have taken already is not corrected but
    /// looked at, for a changed post would not be tried there either.
    private static func hint(on problems: [PublishProblem], _ tool: String) -> String {
        let codes = problems.map(\.code)
        if codes.allSatisfy({ $0 == .outcomeUnknown }) {
            return "Ask the person to look there. Where the post is missing, make a new one for "
                + "that profile with create_post and publish that."
        }
        let correction =
            switch tool {
            case "create_post":
                "No post was made. Correct the arguments and call create_post again, or leave "
                    + "scheduledAt out to keep a draft."
            case "update_post":
                "The post is as it was. Correct the arguments and call update_post again."
            default:
                "Correct the post with update_post, or where it is out on another profile already, "
                    + "make a new one for the rest with create_post."
            }
        let connecting =
            codes.contains(.profileExpired)
            ? " list_social_profiles says how a profile that has expired is connected again." : ""
        return "\(correction)\(connecting) preview_post shows each network's view."
    }

    /// What to do about a post that is out, or going out.
    private static func hint(on status: PostStatus, _ tool: String) -> String {
        if status == .publishing { return "Wait until it is out, and look with get_post." }
        return switch tool {
        case "delete_post":
            "People have seen it: only the person can take it down, on the network itself. "
                + "get_post tells where it is."
        case "publish_post":
            "It is out already; get_post tells where. To say it again, make a new post with "
                + "create_post."
        default: "People have seen it; make a new post with create_post instead."
        }
    }

    private init(other fault: PublishingFault, in call: PublishingCall) {
        switch fault {
        case .wrongStatus(let status, let needed):
            self.init(
                code: .wrongStatus,
                message: "A post that is \(status.rawValue) cannot \(needed).",
                hint: Self.hint(on: status, call.tool),
                details: ["status": .string(status.rawValue)]
            )
        case .keyReused:
            self.init(
                code: .idempotencyKeyReused,
                message: "This idempotencyKey was used with other arguments.",
                hint: "Use a new idempotencyKey for a new call."
            )
        case .media(let url, let problem):
            self.init(
                code: .mediaUnavailable,
                message: "The file \(url.quoted) cannot be used: \(problem).",
                hint: "Name a public https address of a PNG, JPEG, GIF or MP4 of at most 5 MiB.",
                details: ["url": .string(url)]
            )
        case .networkUnavailable(let name, let available):
            let names = available.map(\.rawValue)
            self.init(
                code: .providerNotAvailable,
                message: "This server cannot connect profiles of \(name.quoted).",
                hint: names.isEmpty
                    ? "It can connect none; ask its operator to set one up."
                    : "It can connect: \(names.joined(separator: ", ")). Others, the operator of "
                        + "this server sets up.",
                details: ["available": .array(names.map(JSONValue.string))]
            )
        case .generation(let failure): self.init(generation: failure, in: call)
        case .budgetSpent(let limit, let left, let freesAt):
            self.init(budget: limit, left, freesAt, in: call)
        case .tooManyCampaigns(let limit): self.init(campaigns: limit, in: call)
        case .notSetUp(let reason):
            self.init(
                code: .notAvailable,
                message: reason,
                hint: "Do without it, or ask the operator of this server to set it up."
            )
        default:
            self.init(
                code: .temporarilyUnavailable,
                message: "The server could not do this now; nothing was changed.",
                hint: "Call \(call.tool) again in a few seconds."
            )
        }
    }
}

extension ToolError {
    /// A day's budget of drafts that is too small for the call.
    fileprivate init(
        budget limit: Int,
        _ left: Int,
        _ freesAt: Timestamp,
        in call: PublishingCall
    ) {
        let time = CivilDate(freesAt).rfc3339
        self.init(
            code: .budgetSpent,
            message:
                "This workspace may have \(limit) drafts generated a day, and \(left) are left "
                + "today; the next ones are free at \(time).",
            hint:
                "Write the text yourself and keep it with create_post, or call \(call.tool) again "
                + "after \(time).",
            details: [
                "limit": .integer(Int64(limit)), "left": .integer(Int64(left)),
                "freesAt": .string(time),
            ]
        )
    }

    /// A campaign too many at once.
    fileprivate init(campaigns limit: Int, in call: PublishingCall) {
        // How long a campaign takes depends on its generator; this is soon enough to ask again.
        let seconds: Int64 = 30
        self.init(
            code: .rateLimited,
            message:
                "\(limit) campaigns are being made in this workspace, and no more may be at once; "
                + "nothing was begun.",
            hint:
                "Look with get_ai_campaign whether one has ended, then call "
                + "\(call.tool) again.",
            details: [
                "limit": .integer(Int64(limit)), "retry_after_seconds": .integer(seconds),
            ]
        )
    }

    /// The failure of a generator; no post was stored.
    fileprivate init(generation failure: GenerationError, in call: PublishingCall) {
        var details: JSONObject = ["temporary": .bool(failure.isTemporary)]
        details.append(
            "retry_after_seconds",
            ifPresent: failure.retryAfterSeconds.map(JSONValue.integer)
        )
        let wait = failure.retryAfterSeconds.map { "in \($0) seconds" } ?? "in a minute"
        self.init(
            code: .generationFailed,
            message: failure.message,
            hint: failure.isTemporary
                ? "Call \(call.tool) again \(wait), or write the text yourself with create_post."
                : "Write the text yourself and keep it with create_post.",
            details: details
        )
    }
}

extension ItemKind {
    /// Where an identifier of this kind comes from.
    fileprivate var source: String {
        switch self {
        case .profile: Self.listed("list_social_profiles")
        case .postGroup: Self.listed("list_posts")
        case .brandKit: Self.listed("list_brand_kits")
        case .hashtagLibrary: Self.listed("list_hashtag_libraries")
        case .studioTemplate: Self.listed("list_studio_templates")
        case .workflow: Self.listed("list_workflows")
        case .workflowRun: Self.listed("get_workflow")
        // Nobody shall begin a campaign to find one.
        case .campaign:
            "Use the campaignId that create_ai_campaign returned, or that get_post shows of a "
                + "post of the campaign."
        case .media: Self.listed("get_post")
        }
    }

    private static func listed(_ tool: String) -> String {
        "Call \(tool) and use an id from there."
    }
}

extension PublishProblem {
    /// The problem as members of a result or an error.
    var json: JSONValue {
        var object: JSONObject = ["code": .string(code.rawValue), "message": .string(message)]
        object.append("profileId", ifPresent: profile.map(JSONValue.string))
        object.append("blocking", .bool(isBlocking))
        return .object(object)
    }
}

extension String {
    /// The text in quotation marks, cut where a message would otherwise repeat pages of it.
    var quoted: String {
        unicodeScalars.count <= 80 ? "'\(self)'" : "'\(String(unicodeScalars.prefix(80)))…'"
    }
}
