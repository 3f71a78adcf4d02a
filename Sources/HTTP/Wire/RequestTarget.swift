/// Method and target of a request, taken from a request line that was read (RFC 9112 §3.2).
struct RequestTarget {
    private static let schemes = [Array("http://".utf8), Array("https://".utf8)]

    let method: HTTPMethod
    let path: String
    let query: [UInt8]?
    /// The authority of an absolute-form target.
    let authority: [UInt8]?

    init(_ head: [UInt8], _ line: RequestLineReader) throws(MessageFault) {
        method = RequestTarget.method(head, line.methodEnd)
        let start = line.methodEnd + 1
        let pathEnd = line.queryMark ?? line.targetEnd
        query = line.queryMark.map { Array(head[($0 + 1)..<line.targetEnd]) }
        // Tunnels are not offered, and their target has a form of its own.
        guard method != .other("CONNECT") else { throw .unknownMethod }
        if head[start] == 0x2f {
            authority = nil
            path = try RequestTarget.path(head[start..<pathEnd])
        } else if head[start] == 0x2a, line.targetEnd == start + 1, method == .options {
            authority = nil
            path = "*"
        } else {
            let afterScheme = try RequestTarget.endOfScheme(head, start..<pathEnd)
            let authorityEnd =
                head[afterScheme..<pathEnd].firstIndex(of: 0x2f) ?? pathEnd
            guard HostForm(head.span, afterScheme..<authorityEnd) != nil else {
                throw .malformedTarget
            }
            authority = Array(head[afterScheme..<authorityEnd])
            path =
                authorityEnd == pathEnd
                ? "/" : try RequestTarget.path(head[authorityEnd..<pathEnd])
        }
    }

    private static func method(_ head: [UInt8], _ end: Int) -> HTTPMethod {
        if end == 4, head[0] == 0x50, head[1] == 0x4f, head[2] == 0x53, head[3] == 0x54 {
            return .post
        }
        if end == 3, head[0] == 0x47, head[1] == 0x45, head[2] == 0x54 { return .get }
        return HTTPMethod(String(decoding: head[0..<end], as: UTF8.self))
    }

    private static func path(_ bytes: ArraySlice<UInt8>) throws(MessageFault) -> String {
        guard PercentCoding.isWellFormed(bytes) else { throw .malformedTarget }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func endOfScheme(
        _ head: [UInt8],
        _ range: Range<Int>
    ) throws(MessageFault) -> Int {
        for scheme in schemes where range.count > scheme.count {
            let end = range.lowerBound + scheme.count
            if Grammar.equalIgnoringCase(head.span, range.lowerBound..<end, scheme) { return end }
        }
        throw .malformedTarget
    }
}
