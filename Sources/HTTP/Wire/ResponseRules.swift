/// How the body of a response ends (RFC 9112 §6.3).
struct ResponseRules {
    enum Framing: Equatable {
        case none
        case length(Int)
        case chunked
        case untilClose
    }

    let framing: Framing

    /// Judges the fields of a head.
    ///
    /// - Parameters:
    ///   - head: The bytes that `entries` point into.
    ///   - entries: The fields.
    ///   - minorVersion: The version of the response.
    ///   - forbidsBody: Whether status or request method exclude a body.
    ///   - limits: The limits that apply.
    /// - Throws: The first fault.
    init(
        _ head: Span<UInt8>,
        _ entries: [HTTPFields.Entry],
        minorVersion: Int,
        forbidsBody: Bool,
        limits: HTTPLimits
    ) throws(MessageFault) {
        var length: Int?
        var isChunked = false
        for entry in entries {
            if Grammar.equalIgnoringCase(head, entry.name, HTTPFieldName.contentLength.bytes) {
                guard length == nil else { throw .repeatedField }
                guard let value = FramingFields.length(head, entry.value) else {
                    throw .malformedLength
                }
                length = value
            } else if Grammar.equalIgnoringCase(
                head,
                entry.name,
                HTTPFieldName.transferEncoding.bytes
            ) {
                guard !isChunked else { throw .malformedTransferCoding }
                try FramingFields.requireChunked(head, entry.value)
                isChunked = true
            }
        }
        guard !isChunked || (length == nil && minorVersion >= 1) else {
            throw .conflictingFraming
        }
        if forbidsBody {
            framing = .none
        } else if isChunked {
            framing = .chunked
        } else if let length {
            guard length <= limits.maximumBodyBytes else { throw .bodyTooLarge }
            framing = .length(length)
        } else {
            framing = .untilClose
        }
    }
}
