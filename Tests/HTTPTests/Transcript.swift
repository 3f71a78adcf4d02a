import HTTP
import Testing

/// What a parser made of a connection's bytes, as lines that a table can hold.
enum Transcript {
    /// Feeds `portions` to a request parser; `100 Continue` is left out, because it alone may
    /// depend on the cut.
    static func requests(_ portions: [[UInt8]], limits: HTTPLimits = HTTPLimits()) -> [String] {
        var parser = RequestParser(limits: limits)
        var lines: [String] = []
        for portion in portions {
            parser.append(portion)
            reading: while true {
                switch parser.next() {
                case .needsMoreBytes: break reading
                case .expectContinue: continue
                case .request(let request): lines.append(line(request))
                case .refuse(let fault):
                    lines.append("refused \(fault.status.code) \(fault)")
                    return lines
                }
            }
        }
        return lines
    }

    /// Feeds `portions` to a response parser that expects answers to `methods`, then closes.
    static func responses(
        _ portions: [[UInt8]],
        to methods: [HTTPMethod],
        limits: HTTPLimits = HTTPLimits()
    ) -> [String] {
        var parser = ResponseParser(limits: limits)
        for method in methods { parser.expectResponse(to: method) }
        var lines: [String] = []
        for portion in portions {
            parser.append(portion)
            reading: while true {
                switch parser.next() {
                case .needsMoreBytes: break reading
                case .response(let response): lines.append(line(response))
                case .refuse(let fault): return lines + ["refused \(fault)"]
                }
            }
        }
        switch parser.endOfStream() {
        case .needsMoreBytes: break
        case .response(let response): lines.append(line(response))
        case .refuse(let fault): lines.append("refused \(fault)")
        }
        return lines
    }

    /// All ways to feed `bytes`: whole, byte by byte, and in two portions cut at each offset.
    static func cuts(of bytes: [UInt8]) -> [[[UInt8]]] {
        var ways = [[bytes], bytes.map { [$0] }]
        for offset in stride(from: 1, to: bytes.count, by: bytes.count > 2_000 ? 509 : 1) {
            ways.append([Array(bytes[..<offset]), Array(bytes[offset...])])
        }
        return ways
    }

    private static func line(_ request: HTTPRequest) -> String {
        var line = "\(request.method.name) \(request.path)"
        if let query = request.query { line += "?" + String(decoding: query, as: UTF8.self) }
        if request.minorVersion == 0 { line += " 1.0" }
        if !request.body.isEmpty { line += " " + String(decoding: request.body, as: UTF8.self) }
        return line
    }

    private static func line(_ response: ClientResponse) -> String {
        var line = "\(response.status.code)"
        if !response.body.isEmpty { line += " " + String(decoding: response.body, as: UTF8.self) }
        return response.keepsConnection ? line : line + " close"
    }
}

/// One row of a table: bytes, and what a parser must make of them.
struct WireRow: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let outcome: [String]

    init(_ name: String, _ text: String, _ outcome: String...) {
        self.name = name
        bytes = Array(text.utf8)
        self.outcome = outcome
    }

    init(_ name: String, bytes: [UInt8], _ outcome: String...) {
        self.name = name
        self.bytes = bytes
        self.outcome = outcome
    }

    var testDescription: String { name }
}
