private import Primitives

/// The address of a client's metadata document, which is its `client_id` too (Client ID Metadata
/// Document, *Client Identifier*).
///
/// One strict parser for check and use: only the normal form is accepted, so that one client has
/// one identifier, and the host can be nothing but a public DNS name. A query is part of the
/// identity. Addresses of key sets (`jwks_uri`) obey the same rules.
public struct ClientDocumentAddress: Sendable, Hashable {
    /// The address, byte for byte as it was sent.
    public let text: String
    /// The host, with the port where one is written, as pages show it.
    public let host: String
    /// Whether it is one of this computer, which only the development switch admits.
    public let isLoopback: Bool

    /// The longest address that is accepted.
    public static let maximumBytes = 2_048

    /// Names that the public DNS never answers for (RFC 6761, RFC 6762, RFC 7686, RFC 8375).
    private static let reservedSuffixes = [
        "localhost", "local", "internal", "home.arpa", "onion", "test", "invalid",
    ]

    /// Whether `identifier` claims to be an address, rightly or not.
    public static func isClaimed(by identifier: [UInt8]) -> Bool {
        let start = identifier.prefix(8).map { ASCII.lowercased($0) }
        return start.starts(with: "https://".utf8) || start.starts(with: "http://".utf8)
    }

    /// Parses an address.
    ///
    /// - Parameters:
    ///   - bytes: The `client_id` as it was sent.
    ///   - allowsLoopback: Whether plain `http` to this computer is admitted, for development.
    /// - Throws: ``ClientAddressProblem`` that says which rule it breaks.
    public init(
        parsing bytes: [UInt8],
        allowsLoopback: Bool = false
    ) throws(ClientAddressProblem) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLong }
        let (scheme, hierarchy) = try Self.split(bytes)
        guard let written = hierarchy.authority,
            let authority = URIAuthority(parsing: written)
        else { throw .badHost }
        let host = authority.host
        guard host.isIdentical(to: ASCII.lowercased(host)) else { throw .notNormal }
        isLoopback = scheme == "http"
        if isLoopback {
            guard allowsLoopback, authority.isLoopback else { throw .notHTTPS }
        } else {
            try Self.checkPublic(host)
            guard authority.port == nil else { throw .otherPort }
        }
        try Self.checkTail(hierarchy.afterAuthority)
        text = String(decoding: bytes, as: UTF8.self)
        self.host = authority.port.map { "\(host):\($0)" } ?? host
    }

    private static func split(
        _ bytes: [UInt8]
    ) throws(ClientAddressProblem) -> (scheme: String, RedirectURIGrammar.Hierarchy) {
        do {
            try RedirectURIGrammar.checkCharacters(of: bytes)
            guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
                throw RedirectURIProblem.noScheme
            }
            let scheme = String(decoding: bytes[..<colon], as: UTF8.self)
            guard ["https", "http"].contains(scheme) else {
                let isCapital = ["https", "http"].contains(ASCII.lowercased(scheme))
                throw isCapital ? ClientAddressProblem.notNormal : .notHTTPS
            }
            return (scheme, try RedirectURIGrammar.hierarchy(of: bytes[(colon + 1)...]))
        } catch let problem as ClientAddressProblem {
            throw problem
        } catch let problem as RedirectURIProblem {
            throw reading(problem)
        } catch {
            throw .badCharacter
        }
    }

    private static func reading(_ problem: RedirectURIProblem) -> ClientAddressProblem {
        switch problem {
        case .fragment: .fragment
        case .userInformation: .userInformation
        case .dotSegment: .dotSegment
        case .noScheme: .notHTTPS
        default: .badCharacter
        }
    }

    private static func checkPublic(_ host: String) throws(ClientAddressProblem) {
        let labels = host.utf8.split(separator: UInt8(ascii: "."))
        guard let last = labels.last, host.utf8.first != UInt8(ascii: "["),
            !last.allSatisfy(ASCII.isDigit(_:))
        else { throw .addressLiteral }
        let isReserved = reservedSuffixes.contains { suffix in
            host.isIdentical(to: suffix)
                || host.utf8.suffix(suffix.utf8.count + 1)
                    .elementsEqual(".\(suffix)".utf8)
        }
        guard !isReserved else { throw .reservedHost }
        guard labels.count > 1 else { throw .badHost }
    }

    private static func checkTail(_ tail: ArraySlice<UInt8>) throws(ClientAddressProblem) {
        let path = tail.prefix { $0 != UInt8(ascii: "?") }
        guard path.count > 1 else { throw .noPath }
        let slash = UInt8(ascii: "/")
        let segments = path.dropFirst().split(separator: slash, omittingEmptySubsequences: false)
        // The last segment is empty where the path ends with a slash, which is a path of its own.
        guard !segments.dropLast().contains(where: \.isEmpty), tail.last != UInt8(ascii: "?")
        else { throw .emptyComponent }
    }
}
