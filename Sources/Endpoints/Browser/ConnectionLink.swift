internal import HTTP
internal import OAuth
private import Primitives

/// A link to the page of one connection: which grant, and what somebody asks the person to add.
///
/// Tools hand such links out, and the sign-in page carries one along, so it is never kept as text:
/// only what has the form of an identifier or is a known scope comes through, and the address is
/// written anew from that. It cannot lead anywhere else.
struct ConnectionLink: Sendable, Equatable {
    /// The grant, `grt_…`.
    let grant: String
    /// The workspaces asked for, `ws_…`; they need not exist.
    let workspaces: [String]
    /// The scopes asked for.
    let scopes: ScopeSet

    /// One link asks for no more workspaces than this.
    private static let maximumWorkspaces = 20

    /// Reads the query of a request for the page, or is `nil` without a grant.
    init?(query: [UInt8]?) {
        guard let query, let fields = try? FormDecoder.decode(query),
            let grant = fields.only("grant").value, PublicIdentifier.grant.matches(grant)
        else { return nil }
        self.grant = grant
        workspaces = fields.all("add").filter(Self.isWorkspace(_:))
            .prefix(Self.maximumWorkspaces).map { $0 }
        scopes = ScopeSet(fields.all("scope").compactMap { Scope(named: $0.utf8) })
    }

    /// Reads an address on this server as ``path`` writes it, or is `nil` for any other.
    init?(path: String) {
        let start = PagePath.connection + "?"
        guard path.utf8.count <= 4_096, path.utf8.starts(with: start.utf8) else { return nil }
        self.init(query: Array(path.utf8.dropFirst(start.utf8.count)))
    }

    /// The address, below the issuer.
    var path: String {
        let pairs =
            [(name: "grant", value: grant)] + workspaces.map { (name: "add", value: $0) }
            + scopes.names.map { (name: "scope", value: $0) }
        let query = FormEncoder.encode(pairs)
        return PagePath.connection + "?" + String(decoding: query, as: UTF8.self)
    }

    /// Whether `text` may be a workspace's identifier.
    static func isWorkspace(_ text: String) -> Bool {
        text.utf8.starts(with: "ws_".utf8) && text.utf8.count <= 64
            && text.utf8.allSatisfy {
                ASCII.isLetter($0) || ASCII.isDigit($0) || "_-".utf8.contains($0)
            }
    }

    func asks(for workspace: String) -> Bool {
        workspaces.contains { $0.isIdentical(to: workspace) }
    }
}
