internal import HTTP
internal import HTTPServer
private import JSON
internal import Primitives

extension RequestRecord {
    /// What the line of a request says.
    static let message: StaticString = "request"

    /// How grave the outcome is.
    var level: LogLevel { status >= 500 ? .error : .info }

    /// The line's fields, for logs that know no other form.
    var logFields: [LogField] {
        [
            .text("method", method), .text("path", path), .number("status", Int64(status)),
            .number("us", Int64(clamping: durationMicroseconds)),
            .number("bytes", Int64(bytesOut)), .text("client", clientAddress),
            .text("request", name.description),
        ]
    }

    /// Appends `logFields` as ``LogLine`` does in JSON.
    func appendJSONFields(to bytes: inout [UInt8]) {
        bytes.append(literal: #","method":"#)
        JSONWriter.append(string: method, to: &bytes)
        bytes.append(literal: #","path":"#)
        JSONWriter.append(string: path, to: &bytes)
        bytes.append(literal: #","status":"#)
        bytes.append(decimal: Int64(status))
        bytes.append(literal: #","us":"#)
        bytes.append(decimal: Int64(clamping: durationMicroseconds))
        bytes.append(literal: #","bytes":"#)
        bytes.append(decimal: Int64(bytesOut))
        bytes.append(literal: #","client":"#)
        JSONWriter.append(string: clientAddress, to: &bytes)
        bytes.append(literal: #","request":""#)
        name.append(to: &bytes)
        bytes.append(0x22)
    }
}
