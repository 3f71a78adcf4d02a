import HTTP
import HTTPServer
import JSON
import Primitives
import Publishing
import TestSupport

/// A server of the AT Protocol as its lexicons describe it, with one account; directory and
/// resolver, too.
///
/// Access tokens end when a test says so, refresh tokens are good once, and a repository holds one
/// record under a key.
final class BlueskyFake: HTTPHandler {
    /// What the server holds, and how it behaves.
    struct State {
        var access: Set<String> = []
        var refresh: Set<String> = []
        var count = 0
        var blobs: [String: (bytes: [UInt8], type: String)] = [:]
        var records: [String: JSONValue] = [:]
        var requests: [HTTPRequest] = []
        /// What the next record gets instead of its answer.
        var accident: Accident?
        /// The handle that the directory's document names.
        var known = "ada.example.com"
    }

    /// What may happen to a request for a record.
    enum Accident {
        case lostAfterStoring
        case lostBeforeStoring
        case rateLimited
    }

    static let account = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
    static let password = "abcd-efgh-ijkl-mnop"

    let state = Shared(State())
    let origin = Shared("")

    /// Lets every access token expire, as time does.
    func expire() {
        state.change { $0.access = [] }
    }

    /// Ends every session, as taking the app password back does.
    func end() {
        state.change { state in
            state.access = []
            state.refresh = []
        }
    }

    func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
        state.change { $0.requests.append(request) }
        guard request.field("User-Agent")?.isEmpty == false else { return failure(403, "NoAgent") }
        switch (request.method, request.path) {
        case (.get, "/xrpc/com.atproto.identity.resolveHandle"):
            guard request.queryValue("handle") == "ada.example.com" else {
                return failure(400, "InvalidRequest", "Unable to resolve handle")
            }
            return .json(200, ["did": .string(Self.account)])
        case (.get, "/\(Self.account)"): return document
        case (.post, "/xrpc/com.atproto.server.createSession"): return session(request)
        case (.post, "/xrpc/com.atproto.server.refreshSession"): return refresh(request)
        case (.post, "/xrpc/com.atproto.server.deleteSession"): return delete(request)
        case (.get, "/xrpc/com.atproto.repo.getRecord"): return record(request)
        case (.post, "/xrpc/com.atproto.repo.uploadBlob"): return authorized(request, upload)
        case (.post, "/xrpc/com.atproto.repo.createRecord"): return authorized(request, create)
        default: return failure(404, "NotFound")
        }
    }

    private func failure(_ status: Int, _ error: String, _ message: String = "") -> HTTPResponse {
        .json(status, ["error": .string(error), "message": .string(message)])
    }

    private var document: HTTPResponse {
        .json(
            200,
            [
                "id": .string(Self.account),
                "alsoKnownAs": [.string("at://\(state.value.known)")],
                "service": [
                    [
                        "id": "#atproto_pds", "type": "AtprotoPersonalDataServer",
                        "serviceEndpoint": .string(origin.value),
                    ]
                ],
            ]
        )
    }

    private func session(_ request: HTTPRequest) -> HTTPResponse {
        guard let json = request.json, json["password"]?.stringValue == Self.password,
            json["identifier"] == "ada.example.com"
        else {
            return failure(401, "AuthenticationRequired", "Invalid identifier or password")
        }
        return tokens()
    }

    private func tokens() -> HTTPResponse {
        let number = state.value.count
        state.change { state in
            state.count += 1
            state.access.insert("access-\(number)")
            state.refresh.insert("refresh-\(number)")
        }
        return .json(
            200,
            [
                "did": .string(Self.account), "handle": "ada.example.com",
                "accessJwt": .string("access-\(number)"),
                "refreshJwt": .string("refresh-\(number)"), "active": true,
            ]
        )
    }

    private func refresh(_ request: HTTPRequest) -> HTTPResponse {
        guard request.body.isEmpty, let token = bearer(request),
            state.value.refresh.contains(token)
        else { return failure(400, "ExpiredToken", "Token has been revoked") }
        state.change { $0.refresh.remove(token) }
        return tokens()
    }

    /// Takes a refresh token; its answer has no body.
    private func delete(_ request: HTTPRequest) -> HTTPResponse {
        guard request.body.isEmpty, let token = bearer(request),
            state.value.refresh.contains(token)
        else { return failure(400, "ExpiredToken", "Token has been revoked") }
        end()
        return HTTPResponse(status: .ok)
    }

    private func bearer(_ request: HTTPRequest) -> String? {
        guard let header = request.field("Authorization"), header.hasPrefix("Bearer ") else {
            return nil
        }
        return String(header.dropFirst(7))
    }

    private func authorized(
        _ request: HTTPRequest,
        _ body: (HTTPRequest) -> HTTPResponse
    ) -> HTTPResponse {
        guard let token = bearer(request) else {
            return failure(401, "AuthMissing", "Authentication Required")
        }
        guard state.value.access.contains(token) else {
            return failure(400, "ExpiredToken", "Token has expired")
        }
        return body(request)
    }

    private func upload(_ request: HTTPRequest) -> HTTPResponse {
        guard let type = request.field("Content-Type"), type.hasPrefix("image/"),
            !request.body.isEmpty
        else { return failure(400, "InvalidRequest", "Request encoding is missing") }
        let link = "bafkrei\(state.value.blobs.count)"
        let bytes = request.body
        state.change { $0.blobs[link] = (bytes, type) }
        return .json(
            200,
            [
                "blob": [
                    "$type": "blob", "ref": ["$link": .string(link)], "mimeType": .string(type),
                    "size": .integer(Int64(request.body.count)),
                ]
            ]
        )
    }

    private func create(_ request: HTTPRequest) -> HTTPResponse {
        guard let json = request.json, json["repo"] == .string(Self.account),
            json["collection"] == "app.bsky.feed.post", let key = json["rkey"]?.stringValue,
            key.count == 13, let record = json["record"],
            record["$type"] == "app.bsky.feed.post", let text = record["text"]?.stringValue,
            let time = record["createdAt"]?.stringValue, Timestamp(utc: time) != nil
        else { return failure(400, "InvalidRequest", "Invalid record") }
        guard text.count <= 300, text.utf8.count <= 3_000 else {
            return failure(400, "InvalidRequest", "text must not be longer than 300 graphemes")
        }
        for facet in record["facets"]?.arrayValue ?? [] {
            guard let start = facet["index"]?["byteStart"]?.integerValue,
                let end = facet["index"]?["byteEnd"]?.integerValue, 0 <= start, start < end,
                end <= text.utf8.count
            else { return failure(400, "InvalidRequest", "Invalid facet") }
        }
        for image in record["embed"]?["images"]?.arrayValue ?? [] {
            guard let link = image["image"]?["ref"]?["$link"]?.stringValue,
                image["alt"]?.stringValue != nil, let blob = state.value.blobs[link],
                blob.bytes.count <= 1_000_000
            else { return failure(400, "BlobTooLarge", "Could not find blob") }
        }
        switch state.value.accident {
        case .rateLimited:
            state.change { $0.accident = nil }
            return .json(
                429,
                ["error": "RateLimitExceeded"],
                [("RateLimit-Limit", "1"), ("RateLimit-Reset", "1795478460")]
            )
        case .lostBeforeStoring:
            state.change { $0.accident = nil }
            return .lost
        default: break
        }
        guard state.value.records[key] == nil else {
            return failure(500, "InternalServerError", "Internal Server Error")
        }
        let isLost = state.value.accident == .lostAfterStoring
        state.change { state in
            state.records[key] = record
            state.accident = nil
        }
        guard !isLost else { return .lost }
        return .json(
            200,
            [
                "uri": .string("at://\(Self.account)/app.bsky.feed.post/\(key)"),
                "cid": "bafyrei",
            ]
        )
    }

    private func record(_ request: HTTPRequest) -> HTTPResponse {
        guard request.queryValue("repo") == Self.account,
            let collection = request.queryValue("collection"),
            let key = request.queryValue("rkey")
        else { return failure(400, "InvalidRequest") }
        if collection == "app.bsky.actor.profile", key == "self" {
            return .json(200, ["uri": "at://x", "value": ["displayName": "Ada Lovelace"]])
        }
        guard collection == "app.bsky.feed.post", let value = state.value.records[key] else {
            return failure(400, "RecordNotFound", "Could not locate record")
        }
        return .json(200, ["uri": "at://x", "cid": "bafyrei", "value": value])
    }
}
