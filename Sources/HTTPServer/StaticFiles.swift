public import HTTP

/// Serves one ``StaticFile`` from memory, with a strong entity tag and conditional requests.
///
/// Caches may keep it for an hour and must then ask again (RFC 9111 §5.2), so that a new release
/// shows soon without addresses that change.
public struct StaticFileHandler: HTTPHandler {
    private let file: StaticFile
    private let fields: HTTPFields

    /// Serves `file`.
    public init(_ file: StaticFile) {
        self.file = file
        fields = [
            .contentType: HTTPFieldValue(proven: file.mediaType),
            .eTag: HTTPFieldValue(proven: String(decoding: file.entityTag, as: UTF8.self)),
            .cacheControl: "public, max-age=3600, must-revalidate",
            .xContentTypeOptions: "nosniff",
        ]
    }

    /// Answers 200, or 304 when `If-None-Match` names the file's entity tag (RFC 9110 §13.1.2).
    public func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        answer(request)
    }

    /// As ``respond(to:in:)``.
    public func respondAtOnce(
        to request: HTTPRequest,
        in context: RequestContext
    ) -> HTTPResponse? {
        answer(request)
    }

    private func answer(_ request: HTTPRequest) -> HTTPResponse {
        guard !isKnown(request) else {
            return HTTPResponse(status: .notModified, fields: fields)
        }
        return HTTPResponse(status: .ok, fields: fields, body: .bytes(file.bytes))
    }

    /// The comparison is weak, as the rule for `If-None-Match` says: a `W/` in front is ignored.
    private func isKnown(_ request: HTTPRequest) -> Bool {
        request.fields.members(.ifNoneMatch).contains { tag in
            tag == [0x2a] || tag == file.entityTag || tag == [0x57, 0x2f] + file.entityTag
        }
    }
}
