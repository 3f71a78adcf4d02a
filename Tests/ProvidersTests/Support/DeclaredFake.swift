import Cryptography
import HTTP
import HTTPServer
import JSON
import Primitives
import TestSupport

/// A network of the kind that an operator declares: OAuth with PKCE and a client secret, tokens
/// that end, uploads that take a while, and posts without keys.
final class DeclaredFake: HTTPHandler {
    struct State {
        var codes: [String: (challenge: String, redirect: String)] = [:]
        var access: Set<String> = []
        var refresh: Set<String> = []
        var count = 0
        var uploads: [String: (bytes: [UInt8], looks: Int)] = [:]
        var posts: [JSONValue] = []
        var keys: [String: Int] = [:]
        var requests: [HTTPRequest] = []
        var processing = 0
        var accident: Accident?
    }

    enum Accident {
        case lostAfterStoring
        case serverErrorAfterStoring
        case rateLimited
        case uploadFails
        case codeOfAnEndedToken
    }

    let state = Shared(State())

    func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
        state.change { $0.requests.append(request) }
        switch (request.method, request.path) {
        case (.post, "/token"): return token(request)
        case (.post, "/revoke"): return revoke(request)
        default: break
        }
        guard let header = request.field("Authorization"), header.hasPrefix("Bearer "),
            state.value.access.contains(String(header.dropFirst(7)))
        else { return .json(401, ["title": "Unauthorized", "detail": "Unauthorized"]) }
        switch (request.method, request.path) {
        case (.get, "/me"):
            return .json(
                200,
                [
                    "data": [
                        ["id": "7", "name": "Ada", "username": "ada", "token": "page-7"],
                        ["id": "8", "name": "Shop", "username": "shop"],
                    ]
                ]
            )
        case (.post, "/media"): return upload(request)
        case (.get, "/media"): return look(request)
        case (.post, "/posts"): return post(request)
        default: return .error(404, "Not found")
        }
    }

    /// What a browser would do: gives the permission and returns the code.
    func permit(_ url: String, redirect: String) -> String? {
        guard let url = AbsoluteURL(url), url.path == "/authorize",
            let query = try? FormDecoder.decode(Array((url.query ?? "").utf8)),
            query.only("response_type").value == "code",
            query.only("client_id").value == "client id",
            query.only("redirect_uri").value == redirect,
            query.only("scope").value == "post.write offline",
            query.only("prompt").value == "consent",
            query.only("code_challenge_method").value == "S256",
            let challenge = query.only("code_challenge").value
        else { return nil }
        let code = "code-\(state.value.codes.count)"
        state.change { $0.codes[code] = (challenge, redirect) }
        return code
    }

    private func token(_ request: HTTPRequest) -> HTTPResponse {
        // RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
        let pair = Base64.encode(Array("client%20id:s%3Acret".utf8))
        guard request.field("Authorization") == "Basic \(pair)", let form = request.form else {
            return .error(401, "invalid_client")
        }
        switch form.only("grant_type").value {
        case "authorization_code":
            guard let code = form.only("code").value, let issued = state.value.codes[code],
                form.only("redirect_uri").value == issued.redirect,
                let verifier = form.only("code_verifier").value,
                Base64URL.encode(SHA256.digest(Array(verifier.utf8))) == issued.challenge
            else { return .error(400, "invalid_grant") }
            state.change { $0.codes[code] = nil }
        case "refresh_token":
            guard let token = form.only("refresh_token").value,
                state.value.refresh.contains(token)
            else { return .error(400, "invalid_grant") }
            state.change { $0.refresh.remove(token) }
        default: return .error(400, "unsupported_grant_type")
        }
        let number = state.value.count
        state.change { state in
            state.count += 1
            state.access.insert("access-\(number)")
            state.refresh.insert("refresh-\(number)")
        }
        return .json(
            200,
            [
                "access_token": .string("access-\(number)"), "token_type": "bearer",
                "refresh_token": .string("refresh-\(number)"), "expires_in": 7_200,
            ]
        )
    }

    /// RFC 7009 §2.2: a token that is not known is answered like one that is.
    private func revoke(_ request: HTTPRequest) -> HTTPResponse {
        let pair = Base64.encode(Array("client%20id:s%3Acret".utf8))
        guard request.field("Authorization") == "Basic \(pair)", let form = request.form,
            let token = form.only("token").value
        else { return .error(401, "invalid_client") }
        state.change { $0.refresh.remove(token) }
        return .json(200, [:])
    }

    private func upload(_ request: HTTPRequest) -> HTTPResponse {
        guard let parts = request.parts, parts.count == 2,
            parts[0].disposition.contains("name=\"category\""),
            parts[1].disposition.contains("name=\"media\""), !parts[1].content.isEmpty
        else { return .error(400, "invalid media") }
        let identifier = "m\(state.value.uploads.count)"
        let looks = state.value.processing
        state.change { $0.uploads[identifier] = (parts[1].content, looks) }
        return .json(200, ["data": ["id": .string(identifier)]])
    }

    private func look(_ request: HTTPRequest) -> HTTPResponse {
        guard let identifier = request.queryValue("id"),
            let upload = state.value.uploads[identifier]
        else { return .error(404, "Not found") }
        state.change { $0.uploads[identifier]?.looks -= 1 }
        let word =
            state.value.accident == .uploadFails
            ? "failed" : upload.looks > 0 ? "in_progress" : "succeeded"
        return .json(200, ["data": ["state": .string(word)]])
    }

    private func post(_ request: HTTPRequest) -> HTTPResponse {
        guard let json = request.json, json["text"]?.stringValue != nil else {
            return .json(400, ["detail": "Your request is not valid."])
        }
        let key = request.field("X-Key") ?? ""
        if !key.isEmpty, let known = state.value.keys[key] {
            return .json(201, ["data": ["id": .string("p\(known)")]])
        }
        let accident = state.value.accident
        state.change { $0.accident = nil }
        if accident == .codeOfAnEndedToken {
            return .json(400, ["error": ["code": 190, "message": "Session has expired"]])
        }
        if accident == .rateLimited {
            return .json(429, ["detail": "Too Many Requests"], [("Retry-After", "77")])
        }
        let number = state.value.posts.count
        state.change { state in
            state.posts.append(json)
            if !key.isEmpty { state.keys[key] = number }
        }
        switch accident {
        case .lostAfterStoring: return .lost
        case .serverErrorAfterStoring: return .error(500, "Internal error")
        default: return .json(201, ["data": ["id": .string("p\(number)")]])
        }
    }

    /// The declaration of this very network.
    static func declaration(_ origin: String, keepsKeys: Bool = false) -> String {
        let header = keepsKeys ? #""headers": {"X-Key": "{key}"},"# : ""
        return """
            {"format": "wayleave-providers", "version": 1, "providers": [{
              "network": "twitter", "authProvider": "somebody",
              "clientId": "client id", "clientSecretVariable": "SECRET",
              "authorize": {"url": "\(origin)/authorize", "scopes": ["post.write", "offline"],
                "parameters": {"prompt": "consent"}},
              "token": {"url": "\(origin)/token", "authentication": "basic"},
              "profiles": {"url": "\(origin)/me", "list": "/data", "id": "/id", "name": "/name",
                "handle": "/username"},
              "publish": {
                "keepsKeys": \(keepsKeys),
                "steps": [
                  {"when": "each_file", "url": "\(origin)/media", "file": "media",
                   "fields": {"category": "image"}, "read": {"mediaId": "/data/id"}},
                  {"when": "each_file", "method": "GET", "url": "\(origin)/media?id={mediaId}",
                   "poll": {"state": "/data/state", "done": ["succeeded"], "failed": ["failed"]}},
                  {"when": "media", "url": "\(origin)/posts", \(header)
                   "json": {"text": "{text}", "media": {"ids": "{mediaId[]}"},
                     "each": {"$each": {"id": "{mediaId}"}}},
                   "read": {"id": "/data/id"}, "publishes": true},
                  {"when": "text", "url": "\(origin)/posts", \(header)
                   "json": {"text": "{text}"}, "read": {"id": "/data/id"}, "publishes": true}
                ],
                "url": "https://x.example/{account}/{id}",
                "shutOut": {"at": "/error/code", "is": ["190"]}
              },
              "limits": {"length": 140, "measure": "graphemes", "imageBytes": 1000}
            }]}
            """
    }
}
