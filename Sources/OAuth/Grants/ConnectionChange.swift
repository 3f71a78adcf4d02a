private import Primitives

/// What a person saved about one of their grants.
public struct ConnectionChange: Sendable, Equatable {
    /// What became of it.
    public enum Outcome: Sendable, Equatable {
        /// It holds from now on.
        case changed
        /// Nothing would be left; ending the grant is another wish.
        case incomplete(ConsentGap)
        /// There is no such live grant of this person.
        case gone
    }

    /// The scopes that are ticked, without those that mean nothing at a resource.
    public let scopes: ScopeSet
    /// The workspaces that are ticked and open to the person at this moment.
    public let chosen: [WorkspaceKey]
    /// Whether the person wants to be asked before something goes out or is deleted.
    public let confirmsPublishing: Bool
    /// Whether what is taken away here is taken from the client's other sign-ins too.
    ///
    /// What is added never is: the person looks at one sign-in and knows nothing of the others.
    public let alsoNarrowsOthers: Bool

    /// Works out what the ticks mean; others than the offered scopes and workspaces are dropped.
    public init(
        ticks: ConsentTicks,
        offered: ScopeSet,
        workspaces: [ConsentWorkspace],
        alsoNarrowsOthers: Bool
    ) {
        scopes = ticks.scopes.intersection(offered).intersection(.resource)
        chosen = workspaces.filter { workspace in
            ticks.workspaces.contains { $0.isIdentical(to: workspace.identifier) }
        }.map(\.key)
        confirmsPublishing = ticks.confirmsPublishing
        self.alsoNarrowsOthers = alsoNarrowsOthers
    }

    /// What the change lacks, or `nil`.
    var gap: ConsentGap? {
        switch (scopes.isEmpty, chosen.isEmpty) {
        case (true, true): .both
        case (true, false): .permission
        case (false, true): .workspace
        case (false, false): nil
        }
    }
}

/// What a grant is set to.
public struct ConnectionTerms: Sendable, Equatable {
    /// All its scopes.
    public let scopes: ScopeSet
    /// All its workspaces.
    public let workspaces: [WorkspaceKey]
    /// Whether the person is asked before something goes out or is deleted with it.
    public let confirmsPublishing: Bool
    /// Whether what it loses is taken from the other grants of the same person, client and
    /// resource.
    ///
    /// One that has nothing left ends. Having to ask counts as a loss.
    public let alsoNarrowsOthers: Bool

    /// Creates the value.
    public init(
        scopes: ScopeSet,
        workspaces: [WorkspaceKey],
        confirmsPublishing: Bool = false,
        alsoNarrowsOthers: Bool
    ) {
        self.scopes = scopes
        self.workspaces = workspaces
        self.confirmsPublishing = confirmsPublishing
        self.alsoNarrowsOthers = alsoNarrowsOthers
    }
}
