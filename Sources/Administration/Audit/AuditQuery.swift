public import Primitives
private import Storage

/// Which events of the audit log an operator means; what is not set does not narrow it.
public struct AuditQuery: Sendable, Equatable {
    /// Only events about this person: a `usr_…` or an e-mail address.
    public var user: String?
    /// Only events about this client: its id, or the beginning of it.
    public var client: String?
    /// Only events about this workspace: a `ws_…`, or a name that only one has.
    public var workspace: String?
    /// Only calls of this tool.
    public var tool: String?
    /// Only events of this type, such as `grant.revoked`, or of this group, such as `grant`.
    public var type: String?
    /// Only events of then or later.
    public var since: Timestamp?
    /// How many events at most.
    public var limit = 100

    /// Creates a query that all events fit.
    public init() {}

    /// How many events one listing may show.
    public static let limits: ClosedRange<Int64> = 1...1_000_000

    /// Whether `text` is a type of event or a group of types.
    public static func isType(_ text: String) -> Bool {
        let name = Array(text.utf8)
        return AuditEventKind.allCases.contains { kind in
            let kind = Array(kind.rawValue.utf8)
            return kind == name || kind.starts(with: name + [UInt8(ascii: ".")])
        }
    }

    /// What types there are, for messages.
    public static var types: String {
        let groups = AuditEventKind.allCases.map { $0.rawValue.prefix { $0 != "." } }
        let names = groups.reduce(into: [Substring]()) { names, group in
            if !names.contains(group) { names.append(group) }
        }
        return "a type such as tool.called, or one of \(names.joined(separator: ", "))"
    }
}
