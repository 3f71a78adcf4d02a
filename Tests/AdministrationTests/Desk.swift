import Directory
import Administration
import Cryptography
import JSON
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

/// An installation over a real database in a folder that goes away with it.
final class Desk: Sendable {
    let clock = ManualClock()
    let random = SeededRandom(seed: 7)
    let folder = TemporaryFolder()
    let paths: InstallationPaths
    let office: Installation

    static let password = SecretText("seven unrelated words")

    init() throws {
        paths = InstallationPaths(folder: folder.path)
        office = try Installation(
            paths: paths,
            account: "tester",
            missing: .create,
            clock: clock,
            random: random,
            passwordParameters: try #require(
                PasswordParameters(log2Cost: 2, blockSize: 8, parallelism: 1)
            )
        )
    }

    deinit {
        office.close()
    }

    /// Adds ada with two workspaces and returns nothing; most tests begin with it.
    func furnish() async throws {
        _ = try await office.addPerson(
            email: "ada@example.com",
            name: "Ada Lovelace",
            password: Self.password
        )
        _ = try await office.addWorkspace("Northwind Studio", owner: "ada@example.com")
        _ = try await office.addWorkspace("Harbour Coffee", owner: "ada@example.com")
    }

    /// A grant of ada's for a client that says to be called `name`.
    @discardableResult
    func approve(_ name: String, client identifier: String) async throws -> Grant {
        let person = try #require(try office.store.people.find("ada@example.com")).person
        let workspaces = try office.store.workspaces.listings().map {
            OAuth.WorkspaceKey($0.workspace.key.rawValue)
        }
        let record = ClientRecord(
            naming: ClientNaming(identifier: identifier, kind: .dynamic, name: name),
            metadata: Array("{}".utf8),
            secretHash: nil,
            lifetimes: nil,
            createdAt: clock.now(),
            disabledAt: nil
        )
        let draft = GrantDraft(
            approval: Approval(
                requestID: Hex.encode(random.bytes(16)),
                user: UserKey(person.key.rawValue),
                resource: "https://mcp.example.com/mcp",
                scopes: [.workspaceRead, .postsRead],
                workspaces: workspaces
            ),
            client: record,
            code: CodeBinding(
                challenge: SHA256.digest(Self.verifier),
                redirectURI: "http://127.0.0.1/callback"
            ),
            at: clock.now(),
            random: random
        )
        return try await office.store.grants.insert(draft)
    }

    static let verifier = Array("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".utf8)

    /// Redeems the code of a grant, so that it has tokens of the first generation.
    func redeem(_ grant: Grant) async throws {
        let rule = CodeRedemption(
            isFromOwner: true,
            redirectURI: nil,
            verifier: CodeVerifier(parsing: Self.verifier),
            resourceRefusal: nil,
            now: clock.now(),
            lifetimes: .standard
        )
        let outcome = try await office.store.grants.update(grant.key) {
            rule.apply(to: &$0, standing: $1)
        }
        guard case .redeemed = outcome else {
            Issue.record("the code was not redeemed: \(String(describing: outcome))")
            return
        }
    }

    /// Refreshes once with the newest refresh token.
    func refresh(_ grant: Grant, generation: UInt32) async throws {
        let rule = RefreshRotation(
            isFromOwner: true,
            generation: generation,
            scope: nil,
            resourceRefusal: nil,
            now: clock.now(),
            lifetimes: .standard
        )
        _ = try await office.store.grants.update(grant.key) { rule.apply(to: &$0, standing: $1) }
    }

    /// A token of a grant, made with the keys in the key file.
    func token(_ kind: TokenKind, of grant: Grant, generation: UInt32) throws -> SecretText {
        let ring = try KeyFile.loadOrCreate(at: paths.keys, random: random)
        let keys = try #require(
            TokenKeys(
                peppers: ring.tokenPeppers,
                newestPepperID: ring.newestPepperID,
                blockKey: ring.tokenBlockKey
            )
        )
        let claims = TokenClaims(
            kind: kind,
            grant: grant.key,
            generation: generation,
            scopes: kind == .access ? grant.terms.scopes : .none
        )
        return TokenCodec(keys: keys).encode(claims, salt: grant.tokens.salt)
    }
}

extension JSONValue {
    /// The names of an object's members, in order.
    var names: [String] { objectValue?.map(\.name) ?? [] }

    /// The strings of an array.
    var strings: [String] { arrayValue?.compactMap(\.stringValue) ?? [] }
}

extension JSONValue? {
    /// The member of an object, where both are there.
    subscript(_ name: String) -> JSONValue? { self?.objectValue?[name] }

    /// The text, where there is one.
    var stringValue: String? { self?.stringValue }

    /// The elements, where there are any.
    var arrayValue: [JSONValue]? { self?.arrayValue }

    /// The names of an object's members, in order.
    var names: [String] { self?.names ?? [] }

    /// The strings of an array.
    var strings: [String] { self?.strings ?? [] }
}
