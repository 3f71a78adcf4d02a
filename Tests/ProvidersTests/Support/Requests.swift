import HTTP
import JSON
import Primitives
import Testing

extension HTTPRequest {
    func field(_ name: String) -> String? {
        HTTPFieldName(name).flatMap { fields.text($0) }
    }

    /// The one value of a parameter of the query.
    func queryValue(_ name: String) -> String? {
        (try? FormDecoder.decode(query ?? []))?.only(name).value
    }

    /// The fields of a form, or `nil` where the content is none.
    var form: FormFields? {
        guard field("Content-Type") == "application/x-www-form-urlencoded" else { return nil }
        return try? FormDecoder.decode(body)
    }

    /// The content, where it says that it is JSON and is.
    var json: JSONValue? {
        guard field("Content-Type") == "application/json" else { return nil }
        return try? JSONValue(parsing: body)
    }

    /// The parts of a multipart form (RFC 7578), or `nil` where it breaks the form.
    var parts: [(disposition: String, type: String?, content: [UInt8])]? {
        let prefix = "multipart/form-data; boundary="
        guard let type = field("Content-Type"), type.hasPrefix(prefix) else { return nil }
        let boundary = Array("--\(type.dropFirst(prefix.count))".utf8)
        let line: [UInt8] = [0x0d, 0x0a]
        guard body.starts(with: boundary + line),
            body.suffix(boundary.count + 6).elementsEqual(line + boundary + [0x2d, 0x2d] + line)
        else { return nil }
        let inner = body.dropFirst(boundary.count + 2).dropLast(boundary.count + 6)
        return inner.cut(at: line + boundary + line).map { part in
            let halves = part.cut(at: line + line)
            let lines = (halves.first ?? []).cut(at: line)
                .map { String(decoding: $0, as: UTF8.self) }
            return (
                lines.first ?? "", lines.dropFirst().first,
                Array(part.dropFirst((halves.first?.count ?? 0) + 4))
            )
        }
    }
}

extension Collection where Element == UInt8 {
    /// The pieces between the occurrences of `separator`.
    fileprivate func cut(at separator: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = [[]]
        var rest = Array(self)[...]
        while let byte = rest.first {
            if rest.starts(with: separator) {
                pieces.append([])
                rest = rest.dropFirst(separator.count)
            } else {
                pieces[pieces.count - 1].append(byte)
                rest = rest.dropFirst()
            }
        }
        return pieces
    }
}

extension HTTPResponse {
    static func json(
        _ status: Int,
        _ value: JSONValue,
        _ fields: [(String, String)] = []
    ) -> HTTPResponse {
        var response = HTTPResponse(status: HTTPStatus(code: status) ?? .internalServerError)
        response.fields.append(.contentType, "application/json; charset=utf-8")
        for (name, text) in fields {
            guard let name = HTTPFieldName(name), let value = HTTPFieldValue(text) else { continue }
            response.fields.append(name, value)
        }
        response.body = .bytes(value.serialized())
        return response
    }

    static func error(_ status: Int, _ text: String) -> HTTPResponse {
        json(status, ["error": .string(text)])
    }

    /// An answer of which nobody can make anything: more than the client reads.
    static var lost: HTTPResponse {
        var response = HTTPResponse(status: .ok)
        response.body = .bytes([UInt8](repeating: 0x20, count: 2 << 20))
        return response
    }
}
