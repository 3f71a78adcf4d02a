internal import HTTP
internal import JSON
internal import Primitives

/// A request to a network, put together from the forms that networks take.
struct NetworkRequest: Sendable {
    var method: HTTPMethod
    var url: String
    var fields: HTTPFields = [.accept: "application/json"]
    var body: [UInt8] = []

    static func get(_ url: String) -> NetworkRequest {
        NetworkRequest(method: .get, url: url)
    }

    static func post(_ url: String, form: [(name: String, value: String)]) -> NetworkRequest {
        var request = NetworkRequest(method: .post, url: url)
        request.fields.append(.contentType, "application/x-www-form-urlencoded")
        request.body = FormEncoder.encode(form)
        return request
    }

    static func post(_ url: String, json: JSONValue) -> NetworkRequest {
        var request = NetworkRequest(method: .post, url: url)
        request.fields.append(.contentType, "application/json")
        request.body = json.serialized()
        return request
    }

    static func post(_ url: String, bytes: [UInt8], type: String) -> NetworkRequest {
        var request = NetworkRequest(method: .post, url: url)
        request.fields.append(.contentType, HTTPFieldValue(proven: type))
        request.body = bytes
        return request
    }

    /// The request with a bearer token (RFC 6750 §2.1), or `nil` where the token is none.
    func bearing(_ token: SecretText) -> NetworkRequest? {
        setting(.authorization, "Bearer \(token.exposed)")
    }

    /// The request with a further field, or `nil` where the value does not fit into one.
    func setting(_ name: HTTPFieldName, _ value: String) -> NetworkRequest? {
        guard let value = HTTPFieldValue(value) else { return nil }
        var request = self
        request.fields.set(name, value)
        return request
    }

    /// `address` with `pairs` as its query, or behind the one that it has.
    static func url(_ address: String, query pairs: [(name: String, value: String)]) -> String {
        let query = String(decoding: FormEncoder.encode(pairs), as: UTF8.self)
        return address + (address.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + query
    }
}
