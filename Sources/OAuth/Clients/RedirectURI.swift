internal import Primitives

/// A redirect URI that passed the one strict parser: at registration and again at every use.
///
/// Only printable ASCII, no fragment, no user information, no dot segments (plain or encoded), no
/// backslash. `https` everywhere, `http` only on loopback, and private-use schemes by shape. Two
/// values are equal when their bytes are.
public struct RedirectURI: Sendable, Hashable {
    /// Where a redirect URI leads.
    public enum Kind: Sendable, Hashable {
        /// A web server.
        case https
        /// A listener on the person's own computer (RFC 8252 §7.3).
        case loopback
        /// An app that claims a scheme (RFC 8252 §7.1).
        case privateUse
    }

    /// The URI, byte for byte as it was written.
    public let text: String
    /// Where it leads.
    public let kind: Kind
    /// What a consent page shows: host and port, or the scheme with its host for an app.
    public let displayHost: String
    /// The host alone in lower case, without port; for an app what stands in its place.
    let host: String
    /// The source expression that a `form-action` policy needs to let the redirect through.
    public let formActionSource: String

    /// Everything before and after the port, for loopback URIs.
    private let aroundPort: [String]

    /// The longest URI that is accepted.
    public static let maximumBytes = 2_048

    /// Parses `text`.
    ///
    /// - Parameter text: The URI as registered or requested.
    /// - Throws: ``RedirectURIProblem`` that says which rule it breaks.
    public init(parsing text: String) throws(RedirectURIProblem) {
        try self.init(parsing: Array(text.utf8))
    }

    /// Parses `bytes`.
    ///
    /// - Parameter bytes: The URI as registered or requested.
    /// - Throws: ``RedirectURIProblem`` that says which rule it breaks.
    public init(parsing bytes: [UInt8]) throws(RedirectURIProblem) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLong }
        try RedirectURIGrammar.checkCharacters(of: bytes)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
            throw .noScheme
        }
        let scheme = String(decoding: bytes[..<colon], as: UTF8.self)
        let rest = bytes[(colon + 1)...]
        let parts = try RedirectURIGrammar.hierarchy(of: rest)
        switch scheme {
        case "https", "http":
            guard let authority = parts.authority.flatMap(URIAuthority.init(parsing:)) else {
                throw .badHost
            }
            guard scheme == "https" || authority.isLoopback else { throw .plainHTTP }
            let port = authority.port.map { ":\($0)" } ?? ""
            kind = scheme == "https" ? .https : .loopback
            host = ASCII.lowercased(authority.host)
            displayHost = host + port
            formActionSource = "\(scheme)://\(displayHost)"
            let tail = String(decoding: parts.afterAuthority, as: UTF8.self)
            aroundPort = ["\(scheme)://\(authority.host)", tail]
        default:
            try RedirectURIGrammar.checkPrivateUse(scheme, authority: parts.authority)
            host = parts.authority.map { String(decoding: $0, as: UTF8.self) } ?? ""
            kind = .privateUse
            displayHost = host.isEmpty ? "\(scheme):" : "\(scheme)://\(host)"
            formActionSource = "\(scheme):"
            aroundPort = []
        }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// Whether `requested` may be used where this URI is registered (RFC 8252 §7.3, RFC 9700 §2.1).
    ///
    /// The bytes must be equal, except for the port of an `http` loopback URI: the app learns its
    /// port from the system at the last moment. `localhost` and `127.0.0.1` never stand for each
    /// other.
    public func allows(_ requested: RedirectURI) -> Bool {
        if kind == .loopback, requested.kind == .loopback {
            return aroundPort == requested.aroundPort
        }
        return text == requested.text
    }

    /// This URI without its port when the port does not matter; equal for all ports.
    var withoutInsignificantPort: RedirectURI {
        guard kind == .loopback else { return self }
        return (try? RedirectURI(parsing: aroundPort.joined())) ?? self
    }

    /// The address to send the browser to, with `parameters` added to the query that is there.
    ///
    /// Every byte outside the unreserved set is percent-encoded, so a value comes back byte for
    /// byte and cannot break out of the query.
    func adding(_ parameters: [(name: String, value: [UInt8])]) -> String {
        var output = Array(text.utf8)
        let question = UInt8(ascii: "?")
        let ampersand = UInt8(ascii: "&")
        var needsSeparator = true
        if !output.contains(question) {
            output.append(question)
            needsSeparator = false
        } else if output.last == question || output.last == ampersand {
            needsSeparator = false
        }
        for parameter in parameters {
            if needsSeparator { output.append(ampersand) }
            needsSeparator = true
            output += parameter.name.utf8
            output.append(UInt8(ascii: "="))
            RedirectURIGrammar.appendEncoded(parameter.value, to: &output)
        }
        return String(decoding: output, as: UTF8.self)
    }
}
