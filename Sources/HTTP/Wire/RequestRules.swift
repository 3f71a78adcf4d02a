/// What the fields of a request head say about its body, once they have been judged.
struct RequestRules {
    /// How the end of the body is found.
    enum Framing: Equatable {
        case none
        case length(Int)
        case chunked
    }

    private(set) var framing = Framing.none
    private(set) var expectsContinue = false

    private var hostCount = 0
    private var authorizationCount = 0
    private var contentTypeCount = 0
    private var length: Int?
    private var codingCount = 0

    /// Judges the fields of a head.
    ///
    /// - Parameters:
    ///   - head: The bytes that `entries` point into.
    ///   - entries: The fields.
    ///   - minorVersion: The version of the request.
    ///   - limits: The limits that apply.
    /// - Throws: The first fault in the order of the fields, then those of the whole.
    init(
        _ head: Span<UInt8>,
        _ entries: [HTTPFields.Entry],
        minorVersion: Int,
        limits: HTTPLimits
    ) throws(MessageFault) {
        for entry in entries {
            try judge(head, entry, minorVersion: minorVersion)
        }
        // RFC 9112 §3.2: exactly one Host; only HTTP/1.0 may leave it out.
        guard hostCount == 1 || minorVersion == 0 else { throw .missingHost }
        if codingCount > 0 {
            // RFC 9112 §6.1: both lengths, or a coding in HTTP/1.0, are a sign of smuggling.
            guard length == nil, minorVersion >= 1 else { throw .conflictingFraming }
            framing = .chunked
        } else if let length {
            guard length <= limits.maximumBodyBytes else { throw .bodyTooLarge }
            framing = length > 0 ? .length(length) : .none
        }
        if framing == .none { expectsContinue = false }
    }

    private mutating func judge(
        _ head: Span<UInt8>,
        _ entry: HTTPFields.Entry,
        minorVersion: Int
    ) throws(MessageFault) {
        // The length of the name leaves at most two candidates, so most fields cost one comparison.
        switch entry.name.count {
        case 4 where spells(head, entry, .host):
            hostCount += 1
            guard hostCount == 1 else { throw .repeatedField }
            guard HostForm(head, entry.value) != nil else { throw .malformedHost }
        case 6 where spells(head, entry, .expect):
            let value = Array("100-continue".utf8)
            guard Grammar.equalIgnoringCase(head, entry.value, value) else {
                throw .unknownExpectation
            }
            // RFC 9110 §10.1.1: an HTTP/1.0 client cannot mean it.
            expectsContinue = minorVersion >= 1
        case 12 where spells(head, entry, .contentType):
            contentTypeCount += 1
            guard contentTypeCount == 1 else { throw .repeatedField }
        case 13 where spells(head, entry, .authorization):
            authorizationCount += 1
            guard authorizationCount == 1 else { throw .repeatedField }
        case 14 where spells(head, entry, .contentLength):
            guard length == nil else { throw .repeatedField }
            guard let value = FramingFields.length(head, entry.value) else {
                throw .malformedLength
            }
            length = value
        case 16 where spells(head, entry, .contentEncoding):
            throw .encodedContent
        case 17 where spells(head, entry, .transferEncoding):
            codingCount += 1
            guard codingCount == 1 else { throw .malformedTransferCoding }
            try FramingFields.requireChunked(head, entry.value)
        default:
            break
        }
    }

    private func spells(
        _ head: Span<UInt8>,
        _ entry: HTTPFields.Entry,
        _ name: HTTPFieldName
    ) -> Bool {
        Grammar.equalIgnoringCase(head, entry.name, name.bytes)
    }
}

/// The values that frame a body, in requests and responses alike.
enum FramingFields {
    private static let chunked = Array("chunked".utf8)

    /// Reads `Content-Length`: digits only (RFC 9110 §8.6); values too large to count saturate.
    static func length(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard !range.isEmpty else { return nil }
        var value = 0
        for offset in range {
            let digit = bytes[offset] &- 0x30
            guard digit < 10 else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(digit))
            value = overflow || carry ? .max : sum
        }
        return value
    }

    /// Checks that `Transfer-Encoding` is exactly `chunked` (RFC 9112 §6.1, §6.3).
    static func requireChunked(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>
    ) throws(MessageFault) {
        if Grammar.equalIgnoringCase(bytes, range, chunked) { return }
        let value = range.map { bytes[$0] }
        let members = value.split(separator: 0x2c, omittingEmptySubsequences: false)
            .map { Array(Grammar.trimmed($0)) }
        let areChunked = members.map { Grammar.equalIgnoringCase($0.span, 0..<$0.count, chunked) }
        guard members.allSatisfy({ Grammar.isToken($0) }), areChunked.last == true,
            areChunked.filter({ $0 }).count == 1
        else { throw .malformedTransferCoding }
        throw .unknownTransferCoding
    }
}
