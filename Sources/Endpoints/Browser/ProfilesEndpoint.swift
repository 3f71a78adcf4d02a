internal import Directory
internal import HTTP
internal import HTTPServer
internal import OAuth
internal import Pages
internal import Primitives
internal import Publishing

/// `/account/profiles`: shows the profiles of a person's workspaces, and disconnects one.
struct ProfilesEndpoint: HTTPHandler {
    private let parts: ConnectParts
    private let workspaces: any WorkspaceDirectory

    init(_ parts: ConnectParts, workspaces: any WorkspaceDirectory) {
        self.parts = parts
        self.workspaces = workspaces
    }

    /// A profile that a person may disconnect.
    private struct Subject {
        let found: ProfileDependents
        let workspace: ConsentWorkspace
        let access: WorkspaceAccess
    }

    /// Shows the list, or one profile that the query names, for GET, and disconnects it for POST.
    func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
        do {
            let isPost = request.method == .post
            guard !isPost || parts.forms.isSameOrigin(request) else {
                return parts.pages.foreignForm(context)
            }
            let form = isPost ? FormPost(request) : nil
            guard !isPost || form != nil else { return parts.pages.foreignForm(context) }
            guard let session = try await parts.visitors.visitor(request).session else {
                return parts.pages.redirect(to: PagePath.signIn(returningTo: PagePath.profiles))
            }
            let profile = form?.text("profile") ?? request.queryText("profile")
            guard isPost || !profile.isEmpty else {
                return parts.pages.profiles(try await list(session.person))
            }
            let workspace = form?.text("workspace") ?? request.queryText("workspace")
            guard let subject = try await subject(profile, workspace, session.person) else {
                return missing(context)
            }
            guard let form else { return parts.pages.disconnect(page(subject, session)) }
            return try await disconnect(subject, form, session, context)
        } catch let fault as PublishingFault {
            if case .unavailable = fault { return parts.answer(to: fault, context) }
            return missing(context)
        } catch {
            return parts.pages.unavailable(context)
        }
    }

    private func disconnect(
        _ subject: Subject,
        _ form: FormPost,
        _ session: Visitor.SignedIn,
        _ context: RequestContext
    ) async throws -> HTTPResponse {
        let identifier = subject.found.profile.identifier
        guard parts.forms.isValid(form, .account, session.secret, flow: identifier) else {
            var page = page(subject, session)
            page.isStale = true
            return parts.pages.disconnect(page, .forbidden)
        }
        let (profile, release) = try await parts.connecting.disconnect(
            identifier,
            in: subject.access
        )
        parts.log.write(
            .info,
            "a profile was disconnected",
            [
                .text("request", context.requestID), .text("network", profile.network.rawValue),
                .text("workspace", subject.workspace.identifier),
                .text("release", release.rawValue),
            ]
        )
        var list = try await list(session.person)
        list.notice = "\(profile.handle) is disconnected. " + words(release, profile)
        return parts.pages.profiles(list)
    }

    private func words(_ release: ConnectionRelease, _ profile: SocialProfile) -> String {
        let network = profile.network.title
        switch release {
        case .ended where profile.network == .bluesky:
            return "\(network) has ended the session; the app password you can delete in its "
                + "settings."
        case .ended: return "\(network) has ended the permission."
        case .shared:
            return "Another profile here lives by the same permission, so \(network) keeps it."
        case .unsupported:
            return "Its permission is erased here; you can also take it back in the settings of "
                + "\(network)."
        case .failed:
            return "Its permission is erased here, but \(network) could not be told: take it back "
                + "in its settings too."
        case .nothing: return "Nothing is published there any more."
        }
    }

    private func list(_ person: Person) async throws -> ProfilesPage {
        var groups: [ProfileGroup] = []
        for workspace in try await workspaces.choices(of: person.key) {
            let access = workspace.access(for: person, needing: [.socialProfilesRead])
            let mayEnd = workspace.role.usableScopes.contains(.socialProfilesConnect)
            let lines = try await parts.connecting.profiles(in: access).map { profile in
                ProfileLine(
                    profile,
                    link: mayEnd && profile.status != .disconnected
                        ? Self.link(profile, in: workspace) : nil
                )
            }
            groups.append(
                ProfileGroup(
                    workspace: workspace.name,
                    role: workspace.role.rawValue,
                    profiles: lines
                )
            )
        }
        return ProfilesPage(
            account: ConsentPage.Account(name: person.name, email: person.email.text),
            workspaces: groups
        )
    }

    private func subject(
        _ profile: String,
        _ identifier: String,
        _ person: Person
    ) async throws -> Subject? {
        let workspace = try await workspaces.choices(of: person.key)
            .first { $0.identifier.isIdentical(to: identifier) }
        guard let workspace else { return nil }
        let access = workspace.access(for: person, needing: [.socialProfilesConnect])
        let found = try await parts.connecting.dependents(of: profile, in: access)
        guard found.profile.status != .disconnected else { return nil }
        return Subject(found: found, workspace: workspace, access: access)
    }

    private func page(_ subject: Subject, _ session: Visitor.SignedIn) -> DisconnectPage {
        let (found, person) = (subject.found, session.person)
        let identifier = found.profile.identifier
        return DisconnectPage(
            account: ConsentPage.Account(name: person.name, email: person.email.text),
            subject: DisconnectPage.Subject(
                name: found.profile.name,
                handle: found.profile.handle,
                network: found.profile.network.title,
                workspace: subject.workspace.name
            ),
            counts: (found.scheduledPosts, found.workflows),
            canReturn: parts.connecting.connects(found.profile.network),
            seal: DisconnectPage.Seal(
                workspace: subject.workspace.identifier,
                profile: identifier,
                csrf: parts.forms.token(.account, session.secret, flow: identifier)
            )
        )
    }

    private static func link(
        _ profile: SocialProfile,
        in workspace: ConsentWorkspace
    ) -> PageLink? {
        PageLink(
            path: "\(PagePath.profiles)?workspace=\(workspace.identifier)"
                + "&profile=\(profile.identifier)"
        )
    }

    /// One answer for a profile that does not exist, is disconnected already, or is not theirs.
    private func missing(_ context: RequestContext) -> HTTPResponse {
        parts.pages.error(
            .notFound,
            ErrorPage(
                heading: "There is no such profile to disconnect",
                explanation: "It is disconnected already, or you are not an owner of its "
                    + "workspace. Nothing was changed.",
                advice: "Look at your social profiles.",
                requestID: context.requestID,
                link: PageLink(path: PagePath.profiles),
                linkText: "Your social profiles"
            )
        )
    }
}

extension ProfileLine {
    /// A profile of a workspace.
    fileprivate init(_ profile: SocialProfile, link: PageLink?) {
        let state: State =
            switch profile.status {
            case .connected: .connected
            case .expired: .expired
            case .disconnected: .disconnected
            }
        self.init(
            name: profile.name,
            handle: profile.handle,
            network: profile.network.title,
            state: state,
            connectedAt: profile.connectedAt,
            link: link
        )
    }
}
