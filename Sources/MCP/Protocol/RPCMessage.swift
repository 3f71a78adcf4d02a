internal import JSON

/// The identifier by which a client matches an answer to its request; never null.
enum RequestID: Equatable {
    case string(String)
    case integer(Int64)

    init?(_ value: JSONValue) {
        switch value {
        case .string(let text): self = .string(text)
        case .integer(let number): self = .integer(number)
        default: return nil
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .string(let text): writer.string(text)
        case .integer(let number): writer.integer(number)
        }
    }
}

/// A request as JSON-RPC describes it.
struct RPCRequest {
    let id: RequestID
    let method: String
    let params: JSONObject

    /// The metadata of the request; empty where there is none.
    var meta: JSONObject { params["_meta"]?.objectValue ?? JSONObject() }
}

/// One message of a client.
enum RPCMessage {
    case request(RPCRequest)
    case notification(method: String)
    /// An answer to a request of ours; we send none, so there is nothing to match it to.
    case response

    /// What is not a message, with the identifier where one could be read.
    struct Invalid: Error {
        let id: RequestID?
        let error: RPCError
    }

    /// Takes a value apart by the rules of JSON-RPC 2.0 and MCP's narrower ones.
    ///
    /// - Parameter value: One parsed message.
    /// - Throws: ``Invalid`` with error -32600.
    init(_ value: JSONValue) throws(Invalid) {
        guard let object = value.objectValue else {
            throw Invalid(id: nil, error: .invalidRequest("A message must be an object"))
        }
        let id = object["id"].flatMap(RequestID.init)
        func refuse(_ message: String) -> Invalid {
            Invalid(id: id, error: .invalidRequest(message))
        }
        guard object["jsonrpc"] == "2.0" else { throw refuse(#"jsonrpc must be "2.0""#) }
        if object["id"] != nil, id == nil { throw refuse("id must be a string or an integer") }
        guard let method = object["method"] else {
            guard id != nil, (object["result"] != nil) != (object["error"] != nil) else {
                throw refuse("A message needs a method, or an id with a result or an error")
            }
            self = .response
            return
        }
        guard let method = method.stringValue else { throw refuse("method must be a string") }
        let params = object["params"] ?? [:]
        guard let params = params.objectValue else { throw refuse("params must be an object") }
        if let id {
            self = .request(RPCRequest(id: id, method: method, params: params))
        } else {
            self = .notification(method: method)
        }
    }
}
