private import Primitives

/// Writes responses as HTTP/1.1 (RFC 9112), without input, output or clock.
///
/// It alone decides on `Date`, `Connection`, `Content-Length` and `Transfer-Encoding`; fields of
/// these names in a response are left out, so a handler cannot contradict the framing.
public struct ResponseSerializer: Sendable {
    /// What follows the head.
    public enum Continuation: Sendable, Equatable {
        /// Nothing: head and body were written.
        case nothing
        /// The content, in these parts, which are too large to be copied behind the head.
        case parts([[UInt8]])
        /// The stream's parts, each through ``ResponseSerializer/appendChunk(_:to:)``, and at its
        /// end ``ResponseSerializer/appendLastChunk(to:)``.
        case chunks
        /// The stream's parts as they are; closing the connection ends them (HTTP/1.0).
        case bytesUntilClose
    }

    /// The interim response for ``RequestParser/Action/expectContinue``.
    public static let continueResponse = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    private static let dateStem = Array("Date: ".utf8)
    private static let nameStem = Array("X-Request-ID: ".utf8)
    private static let lineEnd = Array("\r\n".utf8)
    private static let twoLineEnds = Array("\r\n\r\n".utf8)
    private static let lengthStem = Array("Content-Length: ".utf8)
    private static let chunkedLine = Array("Transfer-Encoding: chunked\r\n".utf8)
    private static let closeLine = Array("Connection: close\r\n".utf8)
    private static let keepAliveLine = Array("Connection: keep-alive\r\n".utf8)
    private static let lastChunk = Array("0\r\n\r\n".utf8)

    /// From so many bytes on, content is not copied behind its head.
    private static let largeContent = 32 * 1_024

    private let isHead: Bool
    private let minorVersion: Int
    private let keepsConnection: Bool

    /// Prepares the answer to a request.
    ///
    /// - Parameters:
    ///   - method: The request's method.
    ///   - minorVersion: The request's version.
    ///   - keepsConnection: Whether the server will read another request; it may be `true` only
    ///     where ``HTTPRequest/allowsKeepAlive`` is.
    public init(answering method: HTTPMethod, minorVersion: Int, keepsConnection: Bool) {
        isHead = method == .head
        self.minorVersion = minorVersion
        self.keepsConnection = keepsConnection
    }

    /// Prepares the answer to a request that was refused, after which the connection closes.
    public static let refusing = ResponseSerializer(
        answering: .get,
        minorVersion: 1,
        keepsConnection: false
    )

    /// Whether the connection must close after `response`.
    ///
    /// A stream for an HTTP/1.0 client has no end but that of the connection.
    public func closesConnection(after response: HTTPResponse) -> Bool {
        !keepsConnection || framing(of: response) == .untilClose
    }

    /// Appends the head of `response`, and its body when that is known.
    ///
    /// - Parameters:
    ///   - response: The response; its status is 200 or above.
    ///   - date: The value of `Date`, from ``HTTPDate/format(_:)``; the same for a whole second.
    ///   - output: Where the bytes go.
    /// - Returns: What the caller sends next.
    public func append(
        _ response: HTTPResponse,
        date: [UInt8],
        to output: inout [UInt8]
    ) -> Continuation {
        precondition(response.status.code >= 200, "handlers give final responses only")
        output.append(contentsOf: response.status.line)
        output.append(contentsOf: ResponseSerializer.dateStem)
        output.append(contentsOf: date)
        output.append(contentsOf: ResponseSerializer.lineEnd)
        let framing = framing(of: response)
        if !keepsConnection || framing == .untilClose {
            output.append(contentsOf: ResponseSerializer.closeLine)
        } else if minorVersion == 0 {
            output.append(contentsOf: ResponseSerializer.keepAliveLine)
        }
        switch framing {
        case .none, .untilClose: break
        case .length(let count): ResponseSerializer.appendLength(count, to: &output)
        case .chunked: output.append(contentsOf: ResponseSerializer.chunkedLine)
        }
        response.fields.appendLines(to: &output)
        if let common = response.common { output.append(contentsOf: common.lines) }
        if let name = response.requestName {
            output.append(contentsOf: ResponseSerializer.nameStem)
            name.append(to: &output)
            output.append(contentsOf: ResponseSerializer.twoLineEnds)
        } else {
            output.append(contentsOf: ResponseSerializer.lineEnd)
        }
        if isHead { return .nothing }
        switch framing {
        case .none: return .nothing
        case .chunked: return .chunks
        case .untilClose: return .bytesUntilClose
        case .length:
            switch response.body {
            case .empty, .stream: return .nothing
            case .parts(let parts): return .parts(parts)
            case .bytes(let bytes):
                guard bytes.count < Self.largeContent else { return .parts([bytes]) }
                output.append(contentsOf: bytes)
                return .nothing
            }
        }
    }

    /// Appends one part of a streamed body as a chunk; an empty part writes nothing.
    public static func appendChunk(_ bytes: [UInt8], to output: inout [UInt8]) {
        // An empty chunk would end the body.
        guard !bytes.isEmpty else { return }
        output.append(contentsOf: String(bytes.count, radix: 16).utf8)
        output.append(contentsOf: [Grammar.carriageReturn, Grammar.lineFeed])
        output.append(contentsOf: bytes)
        output.append(contentsOf: [Grammar.carriageReturn, Grammar.lineFeed])
    }

    /// Appends the end of a chunked body.
    public static func appendLastChunk(to output: inout [UInt8]) {
        output.append(contentsOf: lastChunk)
    }

    private enum Framing: Equatable {
        case none, length(Int), chunked, untilClose
    }

    private func framing(of response: HTTPResponse) -> Framing {
        // RFC 9110 §8.6: no length on 204; a 304 speaks of a body that is not sent.
        if response.status.forbidsBody { return .none }
        switch response.body {
        case .empty: return .length(0)
        case .bytes(let bytes): return .length(bytes.count)
        case .parts(let parts): return .length(parts.reduce(0) { $0 + $1.count })
        case .stream: return isHead ? .none : minorVersion >= 1 ? .chunked : .untilClose
        }
    }

    private static func appendLength(_ count: Int, to output: inout [UInt8]) {
        output.append(contentsOf: lengthStem)
        output.append(decimal: Int64(count))
        output.append(contentsOf: lineEnd)
    }
}

extension HTTPFields {
    /// Appends every field as a line, but for those that only a serializer may write.
    ///
    /// `Host` is among them, though it concerns requests only: no response has a use for it.
    func appendLines(to output: inout [UInt8]) {
        // Nearly every response is built field by field, and its buffer is sent as it is.
        if isLines { return output.append(contentsOf: buffer) }
        for entry in entries where !isReserved(entry) {
            output.append(contentsOf: buffer[entry.name])
            output.append(0x3a)
            output.append(Grammar.space)
            output.append(contentsOf: buffer[entry.value])
            output.append(Grammar.carriageReturn)
            output.append(Grammar.lineFeed)
        }
    }

    /// Whether only a serializer may write the field.
    func isReserved(_ entry: Entry) -> Bool {
        let name: HTTPFieldName
        switch entry.name.count {
        case 4 where Grammar.lowercased(buffer[Int(entry.nameStart)]) == 0x68: name = .host
        case 4: name = .date
        case 10: name = .connection
        case 14: name = .contentLength
        case 17: name = .transferEncoding
        default: return false
        }
        return Grammar.equalIgnoringCase(buffer.span, entry.name, name.bytes)
    }
}
