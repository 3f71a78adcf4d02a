private import Primitives

/// The one protected resource of this server and the spellings under which clients ask for it
/// (RFC 8707).
///
/// Clients rewrite what they were told: some capitalise the host, add a slash, state the default
/// port, or drop the path. All of these become the canonical form; a different path or host never
/// does.
public struct ResourceIndicator: Sendable, Equatable {
    /// The canonical form, the audience of every token: lower-case origin, no trailing slash.
    public let canonical: String

    private let origin: [UInt8]
    private let path: [UInt8]

    /// Creates the resource, or `nil` when `canonical` is not in canonical form itself.
    public init?(canonical: String) {
        guard case .success(let parts) = Self.split(Array(canonical.utf8)),
            parts.path.last != UInt8(ascii: "/"),
            (parts.origin + parts.path).elementsEqual(canonical.utf8)
        else { return nil }
        self.canonical = canonical
        origin = parts.origin
        path = parts.path
    }

    /// Checks every `resource` of a request; none stands for the canonical one.
    ///
    /// - Parameter requested: The form-decoded values.
    /// - Throws: ``ResourceRefusal`` for the first value that is something else.
    public func check(_ requested: [[UInt8]]) throws(ResourceRefusal) {
        for value in requested {
            if let refusal = refusal(of: value) { throw refusal }
        }
    }

    /// Why `requested` is not a spelling of this resource, or `nil` when it is one.
    func refusal(of requested: [UInt8]) -> ResourceRefusal? {
        switch Self.split(requested) {
        case .failure(.fragment): .hasFragment(canonical: canonical)
        case .failure(.query): .hasQuery(canonical: canonical)
        case .failure(.syntax): .notAbsolute(canonical: canonical)
        case .success(let parts) where parts.origin != origin: .otherOrigin(canonical: canonical)
        case .success(let parts):
            accepts(path: parts.path) ? nil : .otherPath(canonical: canonical)
        }
    }

    private func accepts(path requested: [UInt8]) -> Bool {
        let slash = UInt8(ascii: "/")
        let trimmed = requested.last == slash ? requested.dropLast() : requested[...]
        return trimmed.isEmpty || trimmed.elementsEqual(path)
    }

    private enum SyntaxProblem: Error {
        case syntax
        case fragment
        case query
    }

    /// Splits an absolute http(s) URI into its origin, lower-cased and without the default port,
    /// and its raw path.
    private static func split(
        _ bytes: [UInt8]
    ) -> Result<(origin: [UInt8], path: [UInt8]), SyntaxProblem> {
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return .failure(.syntax) }
        if bytes.contains(UInt8(ascii: "#")) { return .failure(.fragment) }
        if bytes.contains(UInt8(ascii: "?")) { return .failure(.query) }
        let schemes = [("https://", ":443"), ("http://", ":80")]
        for (scheme, defaultPort) in schemes {
            let start = bytes.prefix(scheme.utf8.count).map { ASCII.lowercased($0) }
            guard start.elementsEqual(scheme.utf8) else { continue }
            let rest = bytes.dropFirst(start.count)
            let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            var authority = rest[..<end].map { ASCII.lowercased($0) }
            let forbidden: [UInt8] = [UInt8(ascii: "@"), UInt8(ascii: "\\"), UInt8(ascii: "%")]
            guard !authority.isEmpty, !authority.contains(where: { forbidden.contains($0) }) else {
                return .failure(.syntax)
            }
            if authority.suffix(defaultPort.utf8.count).elementsEqual(defaultPort.utf8) {
                authority.removeLast(defaultPort.utf8.count)
            }
            return .success((start + authority, Array(rest[end...])))
        }
        return .failure(.syntax)
    }
}
