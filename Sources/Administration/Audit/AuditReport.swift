internal import JSON
internal import Primitives
internal import Storage

/// An event of the audit log, written for people and for programs.
struct AuditReport: Sendable {
    let listing: AuditListing

    private var event: AuditEvent { listing.record.event }

    private var call: ToolCallDetail? {
        event.kind == .toolCalled ? event.detail.flatMap(ToolCallDetail.init) : nil
    }

    /// The event as an object.
    var json: JSONValue {
        var object: JSONObject = [
            "number": .integer(listing.record.number),
            "at": listing.record.at.json,
            "type": .string(event.kind.rawValue),
            "actor": .string(event.actor.description),
            "user": .text(event.person),
            "email": .text(listing.email),
            "client": .text(event.client),
            "client_name": .text(listing.clientName),
            "grant": .text(event.grant),
            "workspace": .text(event.workspace),
            "workspace_name": .text(listing.workspaceName),
            "detail": .text(event.detail),
        ]
        if let call {
            object.append("tool", .string(call.tool))
            object.append("outcome", .string(call.outcome))
            switch call.measure {
            case .microseconds(let time): object.append("duration_us", .integer(time))
            case .calls(let count): object.append("calls", .integer(count))
            }
        }
        object.append("hash", .string(Hex.encode(listing.record.hash)))
        return .object(object)
    }

    /// The event as one line, for a log that grows while somebody reads it.
    var line: String {
        let fields = [
            listing.record.at.exact, event.kind.rawValue, "by \(event.actor)", user, client,
            workspace, event.detail,
        ]
        return TerminalText.cleaned(fields.compactMap { $0 }.joined(separator: "  "))
    }

    /// The events of `reports` under each other.
    static func table(_ reports: [AuditReport]) -> Table {
        var table = Table("NO.", "TIME", "TYPE", "BY", "USER", "CLIENT", "WORKSPACE", "DETAIL")
        for report in reports {
            table.add(
                "\(report.listing.record.number)",
                report.listing.record.at.exact,
                report.event.kind.rawValue,
                report.event.actor.description,
                report.user ?? "-",
                report.client ?? "-",
                report.workspace ?? "-",
                report.event.detail ?? "-"
            )
        }
        return table
    }

    private var user: String? { listing.email ?? event.person }
    private var client: String? {
        listing.clientName ?? event.client.map(Installation.shortened(_:))
    }
    private var workspace: String? { listing.workspaceName ?? event.workspace }
}
