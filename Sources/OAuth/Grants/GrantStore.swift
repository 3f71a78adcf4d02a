public import Primitives

/// Where grants live.
///
/// Every call is safe from any task. A call that returns has happened: writes are durable first.
public protocol GrantStore: Sendable {
    /// Stores a new grant, with its workspaces and, when it is unknown, its client.
    ///
    /// Convergent: a second insertion with the same `requestID` changes nothing and returns the
    /// grant of the first, so that a double click on *Approve* leads to one code.
    func insert(_ draft: GrantDraft) async throws(StoreError) -> Grant

    /// Reads one grant.
    func grant(_ key: GrantKey) async throws(StoreError) -> Grant?

    /// Reads the grant that the approval of this page flow made, if there was one.
    func grant(requestID: String) async throws(StoreError) -> Grant?

    /// Applies `rule` to the grant, and to who it belongs to, inside one write transaction.
    ///
    /// The grant is written back only where the rule changed it. The rule must be pure: it may be
    /// run again. Returns `nil` when there is no such grant.
    func update<Outcome: Sendable>(
        _ key: GrantKey,
        _ rule: @escaping @Sendable (inout Grant, GrantStanding) -> Outcome
    ) async throws(StoreError) -> Outcome?

    /// Reads a grant and everything that decides what it allows now, in one snapshot.
    func access(_ key: GrantKey) async throws(StoreError) -> GrantAccess?

    /// Reads what ``access(_:)`` reads where that needs no waiting, as far as introspection needs
    /// it: what the code was bound to and the name of its page flow may be left empty.
    func accessAtOnce(_ key: GrantKey) throws(StoreError) -> AtOnce<GrantAccess?>

    /// Names the state that reads on the running event loop see now, or `nil` where nothing that
    /// was read may be kept.
    ///
    /// - Parameter known: The state that the caller has seen on this loop; what was committed since
    ///   comes with the answer.
    /// - Returns: The state with those changes.
    /// - Throws: ``StoreError`` when the store cannot answer.
    func stateAtOnce(since known: StoreSnapshot?) throws(StoreError) -> StoreState?

    /// Remembers that the grant was used at `time`, without waiting for the write.
    ///
    /// Best effort, and possibly called many times for one use: an implementation keeps the latest
    /// time of each grant and writes it with other work.
    func noteUse(_ key: GrantKey, at time: Timestamp)
}

extension GrantStore {
    /// Says that every read has to be waited for.
    public func accessAtOnce(_ key: GrantKey) throws(StoreError) -> AtOnce<GrantAccess?> {
        .mustWait
    }

    /// Says that nothing may be kept.
    public func stateAtOnce(since known: StoreSnapshot?) throws(StoreError) -> StoreState? { nil }
}

/// The result of a call that gives it only where nothing has to be waited for.
///
/// A request that never waits is answered without a task, which is a good part of its cost.
public enum AtOnce<Value: Sendable>: Sendable {
    /// The result.
    case value(Value)
    /// Nothing was done; the call that waits gives the result.
    case mustWait
}

/// Where the clients live that somebody approved or an operator registered.
///
/// A dynamic client first appears through ``GrantStore/insert(_:)``.
public protocol ClientStore: Sendable {
    /// Reads the client with this `client_id`.
    func client(identifier: String) async throws(StoreError) -> ClientRecord?

    /// Returns since when a client that registered itself with this very metadata is shut out by
    /// an operator, or `nil`; a client that gave its own registration back does not count.
    func shutOut(metadata: [UInt8]) async throws(StoreError) -> Timestamp?

    /// Reads what ``shutOut(metadata:)`` reads where that needs no waiting.
    func shutOutAtOnce(metadata: [UInt8]) throws(StoreError) -> AtOnce<Timestamp?>

    /// Marks a client as gone that gives its registration back, and ends its grants, in one write;
    /// a client without a row leaves none.
    func deregister(_ identifier: String, at time: Timestamp) async throws(StoreError)
}

extension ClientStore {
    /// Says that every read has to be waited for.
    public func shutOutAtOnce(metadata: [UInt8]) throws(StoreError) -> AtOnce<Timestamp?> {
        .mustWait
    }
}

/// Where the credentials of resource servers live.
public protocol ResourceServerStore: Sendable {
    /// Reads the resource server that authenticates with this identifier.
    func resourceServer(identifier: String) async throws(StoreError) -> ResourceServer?

    /// Reads what ``resourceServer(identifier:)`` reads where that needs no waiting.
    func resourceServerAtOnce(
        identifier: String
    ) throws(StoreError) -> AtOnce<ResourceServer?>

    /// Returns the resource of every resource server, each once with all its scopes.
    func resources() async throws(StoreError) -> [OfferedResource]
}

extension ResourceServerStore {
    /// Says that every read has to be waited for.
    public func resourceServerAtOnce(
        identifier: String
    ) throws(StoreError) -> AtOnce<ResourceServer?> {
        .mustWait
    }
}
