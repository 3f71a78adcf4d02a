private import Primitives

/// What a person answered on the consent page.
public enum ConsentDecision: Sendable, Equatable {
    /// Yes, to what is ticked.
    case approve(ConsentTicks)
    /// No.
    case deny
}

/// What is ticked on a consent page.
public struct ConsentTicks: Sendable, Equatable {
    /// The permissions.
    public let scopes: ScopeSet
    /// The identifiers of the workspaces.
    public let workspaces: [String]
    /// Whether the person wants to be asked before something goes out or is deleted.
    public let confirmsPublishing: Bool

    /// Creates the value.
    public init(scopes: ScopeSet, workspaces: [String], confirmsPublishing: Bool = false) {
        self.scopes = scopes
        self.workspaces = workspaces
        self.confirmsPublishing = confirmsPublishing
    }
}

/// Where a decision leads.
public enum ConsentOutcome: Sendable, Equatable {
    /// To a grant.
    case approved(Approval)
    /// Back to the client, with a refusal.
    case denied
    /// Back to the page, which says what is missing.
    case incomplete(ConsentGap)
}

/// What an approval lacks.
public enum ConsentGap: Sendable, Equatable, CaseIterable {
    /// No permission is ticked.
    case permission
    /// No workspace is ticked, or none of the ticked ones is open to the person any more.
    case workspace
    /// Neither is ticked.
    case both

    /// One sentence for the person.
    public var text: String {
        switch self {
        case .permission: "Nothing would be allowed: tick at least one permission, or deny."
        case .workspace: "Nothing would be opened: tick at least one workspace, or deny."
        case .both: "Tick at least one permission and one workspace, or deny."
        }
    }
}

extension ConsentRequest {
    /// Turns the person's answer into what follows from it.
    ///
    /// What is granted is offered ∩ ticked, so a tampered form can only shrink it; workspaces count
    /// only where the person is a member at this moment. `offline_access` follows the offer.
    public func outcome(of decision: ConsentDecision) -> ConsentOutcome {
        guard case .approve(let ticks) = decision else { return .denied }
        let scopes = offered.intersection(ticks.scopes).intersection(.resource)
        let chosen = workspaces.filter { workspace in
            ticks.workspaces.contains { $0.isIdentical(to: workspace.identifier) }
        }
        switch (scopes.isEmpty, chosen.isEmpty) {
        case (true, true): return .incomplete(.both)
        case (true, false): return .incomplete(.permission)
        case (false, true): return .incomplete(.workspace)
        case (false, false):
            let offline = offered.intersection([.offlineAccess])
            return .approved(
                Approval(
                    requestID: requestID,
                    user: person,
                    resource: request.resource,
                    scopes: scopes.union(offline),
                    workspaces: chosen.map(\.key),
                    asked: remembered,
                    confirmsPublishing: ticks.confirmsPublishing
                )
            )
        }
    }
}
