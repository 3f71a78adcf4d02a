/// Why a message is refused; the connection it came on cannot be used any further.
public enum MessageFault: Error, Sendable, Equatable {
    /// The request line is not `method SP target SP version`.
    case malformedRequestLine
    /// The method is not one that any server knows: too long, or `CONNECT`.
    case unknownMethod
    /// The target is of no legal form or has a byte that must be escaped.
    case malformedTarget
    /// The request line exceeds its limit.
    case targetTooLong
    /// The version is HTTP, but not 1.
    case unsupportedVersion
    /// A field line does not begin with a token and a colon.
    case malformedFieldName
    /// A field value holds a control octet or a line end that is not CRLF.
    case malformedFieldValue
    /// A field line is folded.
    case foldedField
    /// A CR is not followed by LF.
    case malformedLineEnd
    /// The head or the trailers exceed their limit.
    case headTooLarge
    /// There are more fields than allowed.
    case tooManyFields
    /// `Host` is missing.
    case missingHost
    /// `Host` is not a host with an optional port.
    case malformedHost
    /// A field that decides something comes twice.
    case repeatedField
    /// `Content-Length` is not a number.
    case malformedLength
    /// Both `Content-Length` and `Transfer-Encoding` are there, or the latter in HTTP/1.0.
    case conflictingFraming
    /// `Transfer-Encoding` does not end in `chunked`, names it twice or is no list of tokens.
    case malformedTransferCoding
    /// `Transfer-Encoding` names a coding other than `chunked`.
    case unknownTransferCoding
    /// `Expect` asks for something other than `100-continue`.
    case unknownExpectation
    /// The content is encoded.
    case encodedContent
    /// The body exceeds its limit.
    case bodyTooLarge
    /// A chunk breaks the syntax of the chunked coding, or its extensions exceed their limit.
    case malformedChunk
    /// The status line is not that of an HTTP/1 response.
    case malformedStatusLine
    /// The server sends interim responses without end, or switches protocols unasked.
    case unexpectedInterimResponse
    /// The connection ended inside the message.
    case truncated

    /// The status that tells a client what was wrong with its request.
    public var status: HTTPStatus {
        switch self {
        case .unknownMethod, .unknownTransferCoding: .notImplemented
        case .targetTooLong: .uriTooLong
        case .unsupportedVersion: .httpVersionNotSupported
        case .headTooLarge, .tooManyFields: .requestHeaderFieldsTooLarge
        case .unknownExpectation: .expectationFailed
        case .encodedContent: .unsupportedMediaType
        case .bodyTooLarge: .contentTooLarge
        case .malformedStatusLine, .unexpectedInterimResponse: .badGateway
        default: .badRequest
        }
    }

    /// A sentence for the client or the log; it repeats nothing of the message.
    public var explanation: String {
        switch self {
        case .malformedRequestLine: "The request line is not METHOD TARGET HTTP/1.1."
        case .unknownMethod: "The method is not known."
        case .malformedTarget: "The request target is malformed or has unescaped characters."
        case .targetTooLong: "The request line is too long."
        case .unsupportedVersion: "Only HTTP/1.1 and HTTP/1.0 are spoken here."
        case .malformedFieldName: "A header field does not begin with a name and a colon."
        case .malformedFieldValue: "A header field value has a control character."
        case .foldedField: "A header field is folded onto a second line."
        case .malformedLineEnd: "A line does not end in CR LF."
        case .headTooLarge: "The header section is too large."
        case .tooManyFields: "There are too many header fields."
        case .missingHost: "The Host field is missing."
        case .malformedHost: "The Host field is malformed."
        case .repeatedField: "A header field that may come once comes twice."
        case .malformedLength: "Content-Length is not a number."
        case .conflictingFraming: "Content-Length and Transfer-Encoding exclude each other."
        case .malformedTransferCoding: "Transfer-Encoding does not end in one chunked."
        case .unknownTransferCoding: "The only transfer coding known here is chunked."
        case .unknownExpectation: "The only expectation known here is 100-continue."
        case .encodedContent: "Encoded content is not accepted."
        case .bodyTooLarge: "The body is too large."
        case .malformedChunk: "The chunked body is malformed."
        case .malformedStatusLine: "The answer does not begin with an HTTP/1 status line."
        case .unexpectedInterimResponse: "The answer has unexpected interim responses."
        case .truncated: "The connection ended inside the message."
        }
    }
}
