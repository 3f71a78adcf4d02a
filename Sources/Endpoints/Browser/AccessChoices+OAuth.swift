internal import Directory
internal import OAuth
internal import Pages
private import Primitives

extension AccessChoices {
    /// What a consent page offers, with what the person chose before.
    ///
    /// What was granted stays ticked, also what cannot be undone, for the person ticked it on
    /// purpose; what they declined stays unticked; anything else is ticked as at first.
    init(_ consent: ConsentRequest) {
        self.init(
            permissions: consent.offered.scopes.map { scope in
                switch consent.history(of: scope) {
                case .first: PermissionChoice(asked: scope.name)
                case .kept: PermissionChoice(scope: scope.name, isTicked: true, mark: .kept)
                case .declined:
                    PermissionChoice(scope: scope.name, isTicked: false, mark: .declined)
                case .added:
                    PermissionChoice(
                        scope: scope.name,
                        isTicked: PermissionWords.forScope(scope.name).mayBePreticked,
                        mark: .added
                    )
                }
            },
            workspaces: consent.workspaces.map { workspace in
                let wasSelected = consent.wasSelected(workspace)
                return WorkspaceChoice(
                    workspace,
                    isTicked: wasSelected,
                    mark: wasSelected ? .kept : nil
                )
            }
        )
        confirmsPublishing = consent.earlier?.confirmsPublishing == true
    }

    /// What a connection may do now, of all that can be allowed, with what a link asks for.
    ///
    /// What the link asks for is ticked as the consent page would tick it; nothing holds until the
    /// person saves.
    init(
        _ grant: GrantAccess,
        offered: ScopeSet,
        workspaces: [ConsentWorkspace],
        link: ConnectionLink?
    ) {
        let granted = grant.grant.terms.scopes
        let open = grant.workspaces.map(\.identifier)
        self.init(
            permissions: offered.scopes.map { scope in
                let isGranted = granted.contains(scope)
                let isWanted = !isGranted && link?.scopes.contains(scope) == true
                let mayTick = PermissionWords.forScope(scope.name).mayBePreticked
                return PermissionChoice(
                    scope: scope.name,
                    isTicked: isGranted || (isWanted && mayTick),
                    mark: isWanted ? .wanted : nil
                )
            },
            workspaces: workspaces.map { workspace in
                let isOpen = open.contains { $0.isIdentical(to: workspace.identifier) }
                let isWanted = !isOpen && link?.asks(for: workspace.identifier) == true
                return WorkspaceChoice(
                    workspace,
                    isTicked: isOpen || isWanted,
                    mark: isWanted ? .wanted : nil
                )
            }
        )
        confirmsPublishing = grant.grant.terms.confirmsPublishing
    }
}

extension FormPost {
    /// Whether the box is ticked that has the person asked before publishing.
    var confirmsPublishing: Bool { text("confirm").utf8.elementsEqual("yes".utf8) }
}

extension WorkspaceChoice {
    init(_ workspace: ConsentWorkspace, isTicked: Bool, mark: ChoiceMark?) {
        self.init(
            identifier: workspace.identifier,
            name: workspace.name,
            role: workspace.role.rawValue,
            isTicked: isTicked,
            mark: mark
        )
    }
}

extension ChoiceProblem {
    init(_ gap: ConsentGap) {
        self =
            switch gap {
            case .permission: .noPermission
            case .workspace: .noWorkspace
            case .both: .nothing
            }
    }
}

extension ConsentTicks {
    /// What a form sent.
    init(_ form: FormPost) {
        let scopes = form.texts("scope").compactMap { Scope(named: $0.utf8) }
        self.init(
            scopes: ScopeSet(scopes),
            workspaces: form.texts("workspace"),
            confirmsPublishing: form.confirmsPublishing
        )
    }
}

extension WorkspaceDirectory {
    /// The workspaces that a person can open to a client now.
    func choices(
        of person: PersonKey
    ) async throws(DirectoryStoreError) -> [ConsentWorkspace] {
        try await memberships(of: person).compactMap { membership in
            // The two enumerations have the same raw values; the roles of both domains are one set.
            WorkspaceRole(rawValue: membership.role.rawValue).map { role in
                ConsentWorkspace(
                    key: OAuth.WorkspaceKey(membership.workspace.key.rawValue),
                    identifier: membership.workspace.identifier,
                    name: membership.workspace.name,
                    role: role
                )
            }
        }
    }
}
