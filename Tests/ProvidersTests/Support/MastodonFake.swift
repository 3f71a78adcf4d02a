import Cryptography
import HTTP
import HTTPServer
import JSON
import Primitives
import Publishing
import TestSupport

/// A Mastodon server as its public documents describe it, with one account.
///
/// It refuses what the real one refuses: an unregistered client or redirect URI, a wrong verifier,
/// a missing token, scope, user agent or file, and it keeps each `Idempotency-Key`.
final class MastodonFake: HTTPHandler {
    /// What the server holds, and how it behaves.
    struct State {
        var describesItself = true
        var clients: [String: (secret: String, redirect: String, scopes: String)] = [:]
        var codes: [String: (client: String, redirect: String, challenge: String?)] = [:]
        var tokens: [String: String] = [:]
        var media: [String: (looks: Int, bytes: [UInt8])] = [:]
        var statuses: [(id: String, text: String, media: [String], at: Timestamp)] = []
        var keys: [String: String] = [:]
        var requests: [HTTPRequest] = []
        /// How many looks a file needs until it is done; nothing answers 200 at once.
        var processing = 0
        /// What the next request for a status gets instead of its answer, the status stored or not.
        var accident: Accident?
        var maximumCharacters = 500
    }

    /// What may happen to a request for a status.
    enum Accident {
        case lostAfterStoring
        case badGatewayAfterStoring
        case rateLimited
        case revoked
    }

    let state = Shared(State())
    let origin = Shared("")
    let clock: ManualClock

    init(clock: ManualClock = ManualClock()) {
        self.clock = clock
    }

    func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
        state.change { $0.requests.append(request) }
        guard request.field("User-Agent")?.isEmpty == false else { return .error(403, "No agent") }
        switch (request.method, request.path) {
        case (.get, "/.well-known/oauth-authorization-server"): return description
        case (.post, "/api/v1/apps"): return register(request)
        case (.post, "/oauth/token"): return token(request)
        case (.post, "/oauth/revoke"): return revoke(request)
        case (.get, "/api/v2/instance"): return instance
        default: return await authorized(request)
        }
    }

    /// What a browser would do: gives the permission and returns the address to come back to.
    func permit(_ url: String) -> String? {
        guard let url = AbsoluteURL(url), url.path == "/oauth/authorize",
            let query = try? FormDecoder.decode(Array((url.query ?? "").utf8)),
            query.only("response_type").value == "code",
            let client = query.only("client_id").value,
            let redirect = query.only("redirect_uri").value,
            let state = query.only("state").value,
            let known = self.state.value.clients[client], known.redirect == redirect,
            query.only("scope").value == known.scopes
        else { return nil }
        let challenge = query.only("code_challenge").value
        guard challenge == nil || query.only("code_challenge_method").value == "S256" else {
            return nil
        }
        let code = "code-\(self.state.value.codes.count)"
        self.state.change { $0.codes[code] = (client, redirect, challenge) }
        return redirect
            + "?"
            + String(
                decoding: FormEncoder.encode([("code", code), ("state", state)]),
                as: UTF8.self
            )
    }

    private var description: HTTPResponse {
        guard state.value.describesItself else { return .error(404, "Not Found") }
        let origin = origin.value
        return .json(
            200,
            [
                "issuer": .string(origin + "/"),
                "authorization_endpoint": .string(origin + "/oauth/authorize"),
                "token_endpoint": .string(origin + "/oauth/token"),
                "app_registration_endpoint": .string(origin + "/api/v1/apps"),
                "code_challenge_methods_supported": ["S256"],
                "scopes_supported": ["read", "write", "read:accounts"],
            ]
        )
    }

    private var instance: HTTPResponse {
        .json(
            200,
            [
                "domain": "mastodon.example",
                "configuration": [
                    "statuses": [
                        "max_characters": .integer(Int64(state.value.maximumCharacters)),
                        "max_media_attachments": 4, "characters_reserved_per_url": 23,
                    ],
                    "media_attachments": [
                        "supported_mime_types": ["image/png", "video/mp4"],
                        "image_size_limit": 16_777_216,
                    ],
                ],
            ]
        )
    }

    private func register(_ request: HTTPRequest) -> HTTPResponse {
        guard let form = request.form, let name = form.only("client_name").value, !name.isEmpty,
            let redirect = form.only("redirect_uris").value, AbsoluteURL(redirect) != nil,
            let scopes = form.only("scopes").value
        else { return .error(422, "Validation failed") }
        let number = state.value.clients.count
        state.change { $0.clients["client-\(number)"] = ("secret-\(number)", redirect, scopes) }
        return .json(
            200,
            [
                "id": "1", "name": .string(name), "redirect_uri": .string(redirect),
                "client_id": .string("client-\(number)"),
                "client_secret": .string("secret-\(number)"), "client_secret_expires_at": 0,
            ]
        )
    }

    private func token(_ request: HTTPRequest) -> HTTPResponse {
        guard let form = request.form, form.only("grant_type").value == "authorization_code" else {
            return .error(400, "unsupported_grant_type")
        }
        guard let client = form.only("client_id").value, let known = state.value.clients[client],
            form.only("client_secret").value == known.secret
        else { return .error(401, "invalid_client") }
        guard let code = form.only("code").value, let issued = state.value.codes[code],
            issued.client == client, form.only("redirect_uri").value == issued.redirect,
            Self.challenge(form.only("code_verifier").value) == issued.challenge
        else { return .error(400, "invalid_grant") }
        let token = "token-\(state.value.tokens.count)"
        state.change { state in
            state.codes[code] = nil
            state.tokens[token] = known.scopes
        }
        return .json(
            200,
            [
                "access_token": .string(token), "token_type": "Bearer",
                "scope": .string(known.scopes), "created_at": 1_795_478_400,
            ]
        )
    }

    /// Any token of the client, known or not, is answered with an empty object.
    private func revoke(_ request: HTTPRequest) -> HTTPResponse {
        guard let form = request.form, let client = form.only("client_id").value,
            let known = state.value.clients[client],
            form.only("client_secret").value == known.secret
        else { return .error(403, "unauthorized_client") }
        if let token = form.only("token").value { state.change { $0.tokens[token] = nil } }
        return .json(200, [:])
    }

    private static func challenge(_ verifier: String?) -> String? {
        verifier.map { Base64URL.encode(SHA256.digest(Array($0.utf8))) }
    }

    private func authorized(_ request: HTTPRequest) async -> HTTPResponse {
        guard let header = request.field("Authorization"), header.hasPrefix("Bearer "),
            let scopes = state.value.tokens[String(header.dropFirst(7))]
        else { return .error(401, "The access token is invalid") }
        func holds(_ scope: String) -> Bool {
            scopes.split(separator: " ").contains { $0 == scope }
        }
        let outside = HTTPResponse.error(403, "This action is outside the authorized scopes")
        switch (request.method, request.path) {
        case (.get, "/api/v1/accounts/verify_credentials"):
            return holds("read:accounts") ? account : outside
        case (.post, "/api/v2/media"): return holds("write:media") ? upload(request) : outside
        case (.get, let path) where path.hasPrefix("/api/v1/media/"): return look(request)
        case (.post, "/api/v1/statuses"):
            return holds("write:statuses") ? publish(request) : outside
        case (.get, "/api/v1/accounts/42/statuses"):
            return holds("read:statuses") ? .json(200, .array(listed)) : outside
        case (.get, let path) where path.hasSuffix("/source"): return source(path)
        default: return .error(404, "Record not found")
        }
    }

    private var account: HTTPResponse {
        .json(
            200,
            [
                "id": "42", "username": "ada", "acct": "ada", "display_name": "Ada Lovelace",
                "avatar": "https://files.example/ada.png",
            ]
        )
    }

    private func upload(_ request: HTTPRequest) -> HTTPResponse {
        guard let parts = request.parts, parts.count == 1, let part = parts.first,
            part.disposition.hasPrefix(
                "Content-Disposition: form-data; name=\"file\"; filename=\""
            ),
            let type = part.type, type.hasPrefix("Content-Type: "), !part.content.isEmpty
        else { return .error(422, "Validation failed: File can't be blank") }
        guard MediaType(sniffing: part.content)?.rawValue == String(type.dropFirst(14)) else {
            return .error(422, "File type of uploaded media could not be verified")
        }
        let identifier = "media-\(state.value.media.count)"
        let looks = state.value.processing
        state.change { $0.media[identifier] = (looks, part.content) }
        let url: JSONValue = looks > 0 ? .null : "https://files.example/m.png"
        return .json(
            looks > 0 ? 202 : 200,
            ["id": .string(identifier), "type": "image", "url": url]
        )
    }

    private func look(_ request: HTTPRequest) -> HTTPResponse {
        let identifier = String(request.path.dropFirst("/api/v1/media/".count))
        guard let media = state.value.media[identifier] else { return .error(404, "Not found") }
        state.change { $0.media[identifier]?.looks -= 1 }
        guard media.looks >= 0 else { return .error(422, "Error processing thumbnail") }
        return .json(media.looks > 1 ? 206 : 200, ["id": .string(identifier), "url": .null])
    }

    private func publish(_ request: HTTPRequest) -> HTTPResponse {
        guard let json = request.json, let text = json["status"]?.stringValue else {
            return .error(422, "Validation failed: Text can't be blank")
        }
        let media = (json["media_ids"]?.arrayValue ?? []).compactMap(\.stringValue)
        guard let key = request.field("Idempotency-Key"), !key.isEmpty else {
            return .error(422, "The test wants a key")
        }
        switch state.value.accident {
        case .rateLimited:
            state.change { $0.accident = nil }
            let reset = CivilDate(clock.now().adding(seconds: 90)).rfc3339.dropLast() + ".123456Z"
            return .json(
                429,
                ["error": "Too many requests"],
                [
                    ("X-RateLimit-Limit", "300"), ("X-RateLimit-Remaining", "0"),
                    ("X-RateLimit-Reset", String(reset)),
                ]
            )
        case .revoked: return .error(401, "The access token was revoked")
        default: break
        }
        if let known = state.value.keys[key] { return answer(known) }
        guard text.count <= state.value.maximumCharacters else {
            return .error(422, "Validation failed: Text character limit of 500 exceeded")
        }
        guard media.allSatisfy({ (state.value.media[$0]?.looks ?? 9) <= 0 }) else {
            return .error(422, "Cannot attach files that have not finished processing")
        }
        let identifier = "\(state.value.statuses.count + 100)"
        let now = clock.now()
        state.change { state in
            state.statuses.append((identifier, text, media, now))
            state.keys[key] = identifier
        }
        let accident = state.value.accident
        state.change { $0.accident = nil }
        switch accident {
        case .lostAfterStoring: return .lost
        case .badGatewayAfterStoring: return .error(502, "Bad gateway")
        default: return answer(identifier)
        }
    }

    private func answer(_ identifier: String) -> HTTPResponse {
        .json(
            200,
            [
                "id": .string(identifier),
                "url": .string("https://mastodon.example/@ada/\(identifier)"),
            ]
        )
    }

    private var listed: [JSONValue] {
        state.value.statuses.reversed().map { status in
            [
                "id": .string(status.id),
                "created_at": .string(CivilDate(status.at).rfc3339.dropLast() + ".000Z"),
                "content": .string("<p>\(status.text)</p>"),
                "url": .string("https://mastodon.example/@ada/\(status.id)"),
            ]
        }
    }

    private func source(_ path: String) -> HTTPResponse {
        let identifier = path.split(separator: "/").dropLast().last.map(String.init)
        guard let status = state.value.statuses.first(where: { $0.id == identifier }) else {
            return .error(404, "Record not found")
        }
        return .json(
            200,
            ["id": .string(status.id), "text": .string(status.text), "spoiler_text": ""]
        )
    }
}
