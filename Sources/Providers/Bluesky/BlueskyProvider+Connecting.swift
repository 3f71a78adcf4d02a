internal import JSON
public import Primitives
public import Publishing

extension BlueskyProvider: ConnectableNetwork {
    /// The account's server itself asks.
    public var authProvider: String { Network.bluesky.rawValue }

    /// The handle and an app password.
    public var question: ConnectionQuestion { .account }

    /// Makes a session with the app password (`com.atproto.server.createSession`).
    public func begin(
        _ answers: ConnectionAnswers,
        _ journey: ConnectionJourney
    ) async -> ConnectionBeginning {
        guard let handle = Self.handle(answers.account) else {
            return .refused(.answer("Write your handle in full, such as ada.bsky.social."))
        }
        guard Self.isAppPassword(answers.password) else {
            return .refused(
                .answer(
                    "That is no app password: those have four groups of four characters, such as "
                        + "abcd-efgh-ijkl-mnop. Your main password does not belong here."
                )
            )
        }
        do throws(ConnectionRefusal) {
            let home = try await home(answers.server, handle)
            let session = try await session(handle, answers.password, at: home)
            return .permitted([session])
        } catch {
            return .refused(error)
        }
    }

    /// There is no way back from another page.
    public func complete(
        _ code: SecretText,
        _ pending: PendingAuthorization,
        callback: String
    ) async -> Result<[ProfileOffer], ConnectionRefusal> {
        .failure(.expired)
    }

    private func home(
        _ server: String,
        _ handle: String
    ) async throws(ConnectionRefusal) -> BlueskyDirectory.Home {
        guard server.utf8.allSatisfy({ $0 <= 0x20 }) else {
            guard let origin = ServerAddress.origin(server, for: network.client) else {
                throw .answer("Write the address of a public server, such as bsky.social.")
            }
            return BlueskyDirectory.Home(account: "", origin: origin)
        }
        return try await BlueskyDirectory(network: network, directory: directory)
            .home(of: handle).get()
    }

    private func session(
        _ handle: String,
        _ password: SecretText,
        at home: BlueskyDirectory.Home
    ) async throws(ConnectionRefusal) -> ProfileOffer {
        let request = NetworkRequest.post(
            Self.address("com.atproto.server.createSession", at: home.origin),
            json: ["identifier": .string(handle), "password": .string(password.exposed)]
        )
        let answer: NetworkClient.Answer
        switch await network.send(request) {
        case .success(let found): answer = found
        case .failure(.forbidden): throw .answer("There is no server at that address.")
        case .failure: throw .unavailable
        }
        guard answer.isSuccess, let json = answer.json, let account = json["did"]?.stringValue,
            let access = json["accessJwt"]?.stringValue,
            let refresh = json["refreshJwt"]?.stringValue
        else { throw Self.refusal(answer) }
        guard home.account.isEmpty || account.isIdentical(to: home.account) else {
            throw .answer("The server knows another account by this handle.")
        }
        guard json["active"] != false else { throw .refused("The account is not active.") }
        let known = json["handle"]?.stringValue ?? handle
        let credentials = NetworkCredentials(
            access: SecretText(access),
            refresh: SecretText(refresh)
        )
        return ProfileOffer(
            network: .bluesky,
            account: account,
            name: await name(of: account, at: home.origin) ?? known,
            handle: String("@\(known)".prefix(200)),
            connection: ProfileConnection(
                endpoint: home.origin,
                secret: credentials.text,
                account: account
            )
        )
    }

    private static func refusal(_ answer: NetworkClient.Answer) -> ConnectionRefusal {
        switch answer.json?["error"]?.stringValue {
        case "AuthenticationRequired", "AuthFactorTokenRequired", "InvalidRequest":
            .answer("The server does not know this handle and app password.")
        case "AccountTakedown": .refused("The account was taken down by its server.")
        default:
            answer.status == 401
                ? .answer("The server does not know this handle and app password.") : .unavailable
        }
    }

    /// What the account calls itself, where it has a profile.
    private func name(of account: String, at origin: String) async -> String? {
        let request = NetworkRequest.get(
            NetworkRequest.url(
                Self.address("com.atproto.repo.getRecord", at: origin),
                query: [
                    ("repo", account), ("collection", "app.bsky.actor.profile"), ("rkey", "self"),
                ]
            )
        )
        guard case .success(let answer) = await network.send(request), answer.isSuccess,
            let name = answer.json?["value"]?["displayName"]?.stringValue, !name.isEmpty
        else { return nil }
        return String(name.prefix(120))
    }

    /// A handle as people write it, with or without `@`, in lower case; it is a DNS name.
    static func handle(_ text: String) -> String? {
        let bytes = text.utf8.filter { $0 > 0x20 && $0 != UInt8(ascii: "@") }
            .map(ASCII.lowercased(_:))
        let labels = bytes.split(separator: 0x2e, omittingEmptySubsequences: false)
        let isName = labels.allSatisfy { label in
            (1...63).contains(label.count)
                && label.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2d }
        }
        guard isName, labels.count >= 2, bytes.count <= 253 else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether a password has the form of those that servers make for applications.
    static func isAppPassword(_ password: SecretText) -> Bool {
        let groups = password.exposed.utf8.split(separator: 0x2d, omittingEmptySubsequences: false)
        return groups.count == 4
            && groups.allSatisfy { group in
                group.count == 4 && group.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) }
            }
    }
}
