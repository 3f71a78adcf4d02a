public import Cryptography
public import Database
public import Primitives

/// The product's database: the ports of `OAuth` and `Directory`, and the listings of the command
/// line.
///
/// Each table of ports is a small value over the same file; copies share it.
public final class Store: Sendable {
    /// The opened file.
    public let database: DatabaseFile
    private let core: StoreCore
    private let uses: UseNotes
    private let calls: CallNotes

    /// Opens the file and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - path: A file in a folder that exists; made where missing.
    ///   - options: Who opens it, and the limits.
    ///   - actor: Who the audit log names for changes that name nobody themselves.
    ///   - clock: The time of changes whose port takes none.
    ///   - policy: What happens to a file of an older release.
    /// - Throws: ``/Database/DatabaseError``, whose description says what to do.
    public init(
        path: String,
        options: DatabaseOptions,
        actor: AuditActor,
        clock: any WallClock,
        policy: SchemaPolicy = .migrate
    ) throws(DatabaseError) {
        var options = options
        options.stateQuery = AccessChanges.newest
        database = try DatabaseFile(path: path, options: options)
        core = StoreCore(database: database, clock: clock, actor: actor)
        uses = UseNotes(database: database)
        calls = CallNotes(database: database)
        switch policy {
        case .migrate: try database.migrate(to: .wayleave)
        case .requireCurrentUnlessNew:
            if try database.isNew(for: .wayleave) {
                try database.migrate(to: .wayleave)
            } else {
                try database.requireCurrent(.wayleave)
            }
        }
    }

    /// What happens to a file of an older release.
    public enum SchemaPolicy: Sendable {
        /// It is brought up to date.
        case migrate
        /// It is refused; a new file gets the schema.
        case requireCurrentUnlessNew
    }

    /// The grants.
    public var grants: GrantTable { GrantTable(core: core, uses: uses) }
    /// The clients.
    public var clients: ClientTable { ClientTable(core: core) }
    /// The policy for clients, and who waits for it.
    public var admission: AdmissionTable { AdmissionTable(core: core) }
    /// The credentials of resource servers.
    public var resourceServers: ResourceServerTable { ResourceServerTable(core: core) }
    /// What the server was started with.
    public var settings: SettingsTable { SettingsTable(core: core) }
    /// The client assertions that were presented.
    public var assertions: AssertionTable { AssertionTable(core: core) }
    /// The people.
    public var people: PeopleTable { PeopleTable(core: core) }
    /// The workspaces and their members.
    public var workspaces: WorkspaceTable { WorkspaceTable(core: core) }
    /// The signed-in browsers.
    public var sessions: SessionTable { SessionTable(core: core) }
    /// What is remembered of sign-in attempts.
    public var throttles: ThrottleTable { ThrottleTable(core: core) }
    /// The audit log.
    public var audit: AuditTrail { AuditTrail(core: core, calls: calls) }
    /// The tool calls that wait for their person.
    public var callApprovals: CallApprovalTable { CallApprovalTable(core: core) }
    /// The tool calls of one person, out of the audit log.
    public var activity: ActivityTable { ActivityTable(core: core) }

    /// The content of workspaces.
    ///
    /// - Parameters:
    ///   - standing: Where the grants are kept that calls come with.
    ///   - vault: Seals the secrets of profiles; without it they are neither stored nor used.
    /// - Returns: The tables.
    public func publishing(
        _ standing: AccessStanding,
        vault: SealingKey? = nil
    ) -> PublishingTable {
        PublishingTable(core: core, standing: standing, vault: vault)
    }

    /// Hands the times of use that were only noted so far to the writer, without waiting for it.
    ///
    /// They are also handed over now and then as uses come in; a server calls this once a minute,
    /// so that the last use before a quiet time is written down too.
    public func flushUses() {
        uses.flush()
    }

    /// Hands the calls that were only noted so far to the writer; a server does so every second.
    public func flushCalls() {
        calls.flush()
    }

    /// Writes down what was only noted, then closes the file.
    public func close() {
        uses.flush()
        calls.flush()
        database.close()
    }
}

/// What every table needs.
struct StoreCore: Sendable {
    let database: DatabaseFile
    let clock: any WallClock
    let actor: AuditActor
    let caches = ReadCaches()

    /// Appends to the audit log inside the running write.
    func record(
        _ event: AuditEvent,
        at time: Timestamp? = nil,
        in connection: Connection
    ) throws(DatabaseError) {
        try AuditChain.append(event, at: time ?? clock.now(), to: connection)
    }
}
