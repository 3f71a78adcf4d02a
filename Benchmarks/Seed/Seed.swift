internal import Cryptography
internal import Database
internal import Directory
internal import OAuth
internal import Primitives
internal import Storage

/// Fills the database of a stopped demo server with live grants, and prints their tokens.
///
/// It goes through the same store and the same token codec as the server, so that what is measured
/// afterwards is what a server that grew for years would have.
@main
enum Seed {
    static func main() async throws {
        let options = try Options(CommandLine.arguments.dropFirst())
        let seeder = try await Seeder(options)
        print("client \(seeder.client.identifier)")
        // Grants with tokens come first: their keys are spread over the whole table's lower part.
        try await seeder.makeGrants(count: options.grants, .redeemed)
        try await seeder.makeGrants(count: options.codes, .approved)
        try await seeder.makeGrants(count: options.revoked, .revoked)
        seeder.store.close()
    }
}

/// What was asked for on the command line, every option as `--name value`.
struct Options {
    let database: String
    let keys: String
    let resource: String
    let redirect: String
    let verifier: String
    let grants: Int
    let codes: Int
    let revoked: Int

    init(_ arguments: some Sequence<String>) throws(SeedError) {
        var values: [String: String] = [:]
        var name: String?
        for argument in arguments {
            if let option = name {
                values[option] = argument
                name = nil
            } else {
                name = argument
            }
        }
        func value(_ name: String) throws(SeedError) -> String {
            guard let found = values[name] else { throw .usage("missing \(name)") }
            return found
        }
        func count(_ name: String) throws(SeedError) -> Int {
            guard let number = Int(try value(name)), number >= 0 else {
                throw .usage("\(name) wants a number")
            }
            return number
        }
        database = try value("--database")
        keys = try value("--keys")
        resource = try value("--resource")
        redirect = try value("--redirect")
        verifier = try value("--verifier")
        grants = try count("--grants")
        codes = try count("--codes")
        revoked = try count("--revoked")
    }
}

/// Why nothing was seeded.
enum SeedError: Error {
    case usage(String)
    case missing(String)
}

/// The store, the person and the client that all grants belong to.
struct Seeder {
    let store: Store
    let client: ClientRecord
    private let codec: TokenCodec
    private let person: Person
    private let workspaces: [OAuth.WorkspaceKey]
    private let resource: String
    private let code: CodeBinding
    private let now: Timestamp
    private let random = SystemRandom()

    /// How many insertions wait for one commit at a time.
    private static let parallel = 1_024

    init(_ options: Options) async throws {
        let clock = SystemWallClock()
        now = clock.now()
        store = try Store(
            path: options.database,
            // The role that checkpoints: the log of ten million grants would fill a disk.
            options: DatabaseOptions(role: .server),
            actor: .shell("bench-seed"),
            clock: clock
        )
        let ring = try KeyFile.load(at: options.keys)
        guard
            let keys = TokenKeys(
                peppers: ring.tokenPeppers,
                newestPepperID: ring.newestPepperID,
                blockKey: ring.tokenBlockKey
            )
        else { throw SeedError.missing("the newest pepper") }
        codec = TokenCodec(keys: keys)
        resource = options.resource
        let email = try EmailAddress(parsing: "ada@example.com")
        guard let found = try await store.people.credentials(forEmail: email) else {
            throw SeedError.missing("the demo's ada@example.com")
        }
        person = found.person
        workspaces = try await store.workspaces.memberships(of: found.person.key)
            .map { OAuth.WorkspaceKey($0.workspace.key.rawValue) }
        client = try Self.client(redirect: options.redirect, at: now)
        let challenge = SHA256.digest(Array(options.verifier.utf8))
        code = CodeBinding(challenge: challenge, redirectURI: options.redirect)
    }

    /// A public client whose tokens outlive any measurement.
    private static func client(redirect: String, at now: Timestamp) throws -> ClientRecord {
        let day: Int64 = 86_400
        guard
            let metadata = ClientMetadata(
                name: "Benchmark",
                redirectURIs: [try RedirectURI(parsing: redirect)],
                method: .none
            ),
            let lifetimes = TokenLifetimes(
                codeSeconds: day,
                accessSeconds: day,
                graceSeconds: 30,
                idleSeconds: 30 * day,
                absoluteSeconds: 365 * day,
                convergenceSeconds: 60
            )
        else { throw SeedError.missing("a valid client") }
        return ClientRecord(
            naming: ClientNaming(identifier: "benchmark", kind: .registered, name: "Benchmark"),
            metadata: metadata.canonicalJSON,
            secretHash: nil,
            lifetimes: lifetimes,
            createdAt: now,
            disabledAt: nil
        )
    }

    /// How far the life of a grant has come.
    enum Stage {
        /// Its code is still to be redeemed; prints `code CODE`.
        case approved
        /// Its tokens are live; prints `grant ACCESS REFRESH`.
        case redeemed
        /// It has ended; prints `revoked ACCESS`.
        case revoked
    }

    /// Stores `count` grants of one stage and prints a line for each.
    func makeGrants(count: Int, _ stage: Stage) async throws {
        try await withThrowingTaskGroup(of: String.self) { group in
            var begun = 0
            while begun < min(Self.parallel, count) {
                group.addTask { try await makeGrant(stage) }
                begun += 1
            }
            for try await line in group {
                print(line)
                if begun < count {
                    group.addTask { try await makeGrant(stage) }
                    begun += 1
                }
            }
        }
    }

    private func makeGrant(_ stage: Stage) async throws -> String {
        let approval = Approval(
            requestID: Base64URL.encode(random.bytes(16)),
            user: UserKey(person.key.rawValue),
            resource: resource,
            scopes: [.workspaceRead, .postsRead, .postsWrite],
            workspaces: workspaces
        )
        let draft = GrantDraft(
            approval: approval,
            client: client,
            code: code,
            at: now,
            random: random
        )
        let grant = try await store.grants.insert(draft)
        guard stage != .approved else { return "code \(token(.code, of: grant, generation: 0))" }
        let now = now
        _ = try await store.grants.update(grant.key) { grant, _ in
            grant.tokens.generation = 1
            grant.tokens.previousIssuedAt = grant.tokens.issuedAt
            grant.tokens.issuedAt = now
            if stage == .revoked {
                grant.revocation = Revocation(at: now, by: .operator, reason: .endedByOperator)
            }
        }
        let access = token(.access, of: grant, generation: 1)
        guard stage == .redeemed else { return "revoked \(access)" }
        return "grant \(access) \(token(.refresh, of: grant, generation: 1))"
    }

    private func token(_ kind: TokenKind, of grant: Grant, generation: UInt32) -> String {
        let claims = TokenClaims(
            kind: kind,
            grant: grant.key,
            generation: generation,
            scopes: kind == .access ? grant.terms.scopes : .none
        )
        return codec.encode(claims, salt: grant.tokens.salt).exposed
    }
}
