internal import JSON
private import Primitives

/// The headers by which intermediaries route stateless requests, checked against the body.
struct RoutingHeaders {
    let method: String?
    let name: String?

    /// Refuses a request whose routing headers are missing or name something else than its body.
    ///
    /// - Parameter request: The request at a stateless revision.
    /// - Throws: Error -32020.
    func check(against request: RPCRequest) throws(RPCError) {
        guard let method = method?.trimmed else {
            throw .headerMismatch("The Mcp-Method header is required")
        }
        guard method.isIdentical(to: request.method) else {
            throw .headerMismatch("The Mcp-Method header and the body name different methods")
        }
        guard request.method == "tools/call" else { return }
        guard let name = name?.trimmed else {
            throw .headerMismatch("The Mcp-Name header is required for tools/call")
        }
        guard let decoded = Self.decoded(name) else {
            throw .headerMismatch("The Mcp-Name header is not valid Base64 of UTF-8")
        }
        guard let inBody = request.params["name"]?.stringValue, decoded.isIdentical(to: inBody)
        else {
            throw .headerMismatch("The Mcp-Name header and params.name differ")
        }
    }

    /// Returns the value that a header stands for: itself, or what `=?base64?…?=` wraps.
    static func decoded(_ value: String) -> String? {
        let (prefix, suffix) = (Array("=?base64?".utf8), Array("?=".utf8))
        let bytes = Array(value.utf8)
        guard bytes.count >= prefix.count + suffix.count, bytes.starts(with: prefix),
            bytes.reversed().starts(with: suffix.reversed())
        else { return value }
        guard let decoded = base64(bytes[prefix.count..<(bytes.count - suffix.count)]) else {
            return nil
        }
        return String(validating: decoded, as: UTF8.self)
    }

    /// Decodes padded Base64 in its one canonical form (RFC 4648 §4).
    private static func base64(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        let padding = text.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard padding <= 2 else { return nil }
        var urlSafe: [UInt8] = []
        for byte in text.dropLast(padding) {
            switch byte {
            case UInt8(ascii: "+"): urlSafe.append(UInt8(ascii: "-"))
            case UInt8(ascii: "/"): urlSafe.append(UInt8(ascii: "_"))
            case UInt8(ascii: "-"), UInt8(ascii: "_"): return nil
            default: urlSafe.append(byte)
            }
        }
        return Base64URL.decode(urlSafe)
    }
}

extension String {
    /// The text without spaces and tabs around it, as header values are compared.
    var trimmed: String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        guard let first = utf8.first, let last = utf8.last, isSpace(first) || isSpace(last) else {
            return self
        }
        let rest = Array(utf8).drop(while: isSpace)
        let body = rest.reversed().drop(while: isSpace).reversed()
        return String(decoding: Array(body), as: UTF8.self)
    }
}
