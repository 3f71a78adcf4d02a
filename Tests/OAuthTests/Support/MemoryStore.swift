import OAuth
import Primitives

/// The ports of OAuth over dictionaries, each call one critical section.
final class MemoryStore: GrantStore, ClientDocumentStore, ResourceServerStore, AdmissionStore,
    AssertionStore
{
    struct State {
        var grants: [GrantKey: Grant] = [:]
        var keysByRequest: [String: GrantKey] = [:]
        var workspaces: [GrantKey: [WorkspaceKey]] = [:]
        var clients: [String: ClientRecord] = [:]
        var resourceServers: [String: ResourceServer] = [:]
        var disabledUsers: Set<UserKey> = []
        var memberships: [WorkspaceKey: EffectiveWorkspace] = [:]
        var uses: [GrantKey: Timestamp] = [:]
        var admission = (policy: ClientPolicy.open, waiting: [WaitingClient]())
        var documents = Documents()
        /// How many grants were read, how many rules were run on one, and which clients gave their
        /// registration back.
        var traces = (reads: 0, updates: 0, deregistered: Set<String>())
        var failure: StoreError?
    }

    /// What is remembered of clients beside their records.
    struct Documents {
        /// The identifiers of all clients; a key is a place in it.
        var keys: [String] = []
        var assertions: Set<String> = []
        var approved: [String: [UInt8]] = [:]
    }

    private let state = Lock(State())

    func change(_ body: (inout State) -> Void) {
        state.withLock { body(&$0) }
    }

    func look<Value: Sendable>(_ body: (State) -> Value) -> Value {
        state.withLock { body($0) }
    }

    func insert(_ draft: GrantDraft) throws(StoreError) -> Grant {
        try run { state in
            if let key = state.keysByRequest[draft.requestID], let grant = state.grants[key] {
                return grant
            }
            if state.clients[draft.client.identifier] == nil {
                state.clients[draft.client.identifier] = draft.client
                state.documents.keys.append(draft.client.identifier)
            }
            if draft.client.kind == .metadataDocument {
                let person = "\(draft.user.value) \(draft.client.identifier)"
                state.clients[draft.client.identifier] = draft.client
                state.documents.approved[person] = draft.client.metadata
            }
            let position = state.documents.keys.firstIndex(of: draft.client.identifier) ?? 0
            let key = GrantKey(Int64(state.grants.count + 1))
            let grant = draft.grant(key: key, client: ClientKey(Int64(position)))
            state.grants[key] = grant
            state.keysByRequest[draft.requestID] = key
            state.workspaces[key] = draft.workspaces
            return grant
        }
    }

    func grant(_ key: GrantKey) throws(StoreError) -> Grant? {
        try run { $0.grants[key] }
    }

    func grant(requestID: String) throws(StoreError) -> Grant? {
        try run { state in state.keysByRequest[requestID].flatMap { state.grants[$0] } }
    }

    func update<Outcome: Sendable>(
        _ key: GrantKey,
        _ rule: @escaping @Sendable (inout Grant, GrantStanding) -> Outcome
    ) throws(StoreError) -> Outcome? {
        try run { state in
            guard var grant = state.grants[key] else { return nil }
            let outcome = rule(&grant, Self.access(to: grant, in: state).standing)
            state.grants[key] = grant
            state.traces.updates += 1
            return outcome
        }
    }

    func access(_ key: GrantKey) throws(StoreError) -> GrantAccess? {
        try run { state in
            state.traces.reads += 1
            return state.grants[key].map { Self.access(to: $0, in: state) }
        }
    }

    func noteUse(_ key: GrantKey, at time: Timestamp) {
        change { $0.uses[key] = time }
    }

    func client(identifier: String) throws(StoreError) -> ClientRecord? {
        try run { $0.clients[identifier] }
    }

    func approvedDocument(
        of identifier: String,
        by person: UserKey
    ) throws(StoreError) -> [UInt8]? {
        try run { $0.documents.approved["\(person.value) \(identifier)"] }
    }

    func narrow(
        _ identifier: String,
        from old: [UInt8],
        to new: [UInt8]
    ) throws(StoreError) {
        try run { state in
            guard let record = state.clients[identifier], record.metadata == old else { return }
            state.clients[identifier] = Self.copy(of: record, metadata: new, record.provenAt)
        }
    }

    func record(_ use: AssertionUse, at now: Timestamp) throws(StoreError) -> AssertionRecording {
        try run { state in
            guard state.documents.assertions.insert("\(use.client) \(use.identifier)").inserted
            else {
                return .repeated
            }
            if let record = state.clients[use.client], record.provenAt == nil {
                state.clients[use.client] = Self.copy(of: record, metadata: record.metadata, now)
            }
            return .first
        }
    }

    private static func copy(
        of record: ClientRecord,
        metadata: [UInt8],
        _ provenAt: Timestamp?
    ) -> ClientRecord {
        ClientRecord(
            naming: ClientNaming(
                identifier: record.identifier,
                kind: record.kind,
                name: record.name
            ),
            metadata: metadata,
            secretHash: record.secretHash,
            lifetimes: record.lifetimes,
            createdAt: record.createdAt,
            disabledAt: record.disabledAt,
            provenAt: provenAt
        )
    }

    func shutOut(metadata: [UInt8]) throws(StoreError) -> Timestamp? {
        try run { state in
            let found = state.clients.values.first {
                $0.kind == .dynamic && $0.metadata == metadata && $0.disabledAt != nil
                    && !state.traces.deregistered.contains($0.identifier)
            }
            return found?.disabledAt
        }
    }

    func deregister(_ identifier: String, at time: Timestamp) throws(StoreError) {
        try run { state in
            guard let known = state.clients[identifier] else { return }
            state.traces.deregistered.insert(identifier)
            state.clients[identifier] = ClientRecord(
                naming: ClientNaming(identifier: identifier, kind: known.kind, name: known.name),
                metadata: known.metadata,
                secretHash: known.secretHash,
                lifetimes: known.lifetimes,
                createdAt: known.createdAt,
                disabledAt: time
            )
            for (key, grant) in state.grants
            where state.documents.keys[Int(grant.terms.client.value)] == identifier {
                state.grants[key]?.revocation =
                    grant.revocation ?? Revocation(at: time, by: .client, reason: .clientRemoved)
            }
        }
    }

    func resourceServer(identifier: String) throws(StoreError) -> ResourceServer? {
        try run { $0.resourceServers[identifier] }
    }

    func resources() throws(StoreError) -> [OfferedResource] {
        try run { state in
            state.resourceServers.values.sorted { $0.identifier < $1.identifier }.map {
                OfferedResource(canonical: $0.audience, scopes: $0.scopes)
            }
        }
    }

    func policy() throws(StoreError) -> ClientPolicy {
        try run { $0.admission.policy }
    }

    func note(
        _ waiting: WaitingClient,
        maximum: Int,
        forgottenBefore: Timestamp
    ) throws(StoreError) -> Bool {
        try run { state in
            let own = state.admission.waiting.filter { $0.user == waiting.user }
            if own.contains(where: { $0.client == waiting.client }) { return true }
            guard own.count < maximum else { return false }
            state.admission.waiting.append(waiting)
            return true
        }
    }

    func withdraw(_ client: String, of user: UserKey) throws(StoreError) {
        try run { state in
            state.admission.waiting.removeAll { $0.user == user && $0.client.identifier == client }
        }
    }

    private func run<Value: Sendable>(
        _ body: (inout State) -> Value
    ) throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = state.withLock { state in
            if let failure = state.failure { return .failure(failure) }
            return .success(body(&state))
        }
        return try result.get()
    }

    private static func access(to grant: Grant, in state: State) -> GrantAccess {
        let identifier = state.documents.keys[Int(grant.terms.client.value)]
        let record = state.clients[identifier]
        return GrantAccess(
            grant: grant,
            user: GrantUser(
                identifier: "usr_\(grant.terms.user.value)",
                email: "ada@example.com",
                name: "Ada",
                isDisabled: state.disabledUsers.contains(grant.terms.user)
            ),
            client: GrantClient(
                identifier: identifier,
                name: record?.name ?? "",
                kind: record?.kind ?? .dynamic,
                isDisabled: record?.disabledAt != nil
            ),
            workspaces: (state.workspaces[grant.key] ?? []).compactMap { state.memberships[$0] }
        )
    }
}
