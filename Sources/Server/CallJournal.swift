internal import Database
internal import MCP
internal import Primitives
internal import Storage

/// Writes down every tool call: one line in the log, and one event in the audit log where there is
/// a database.
///
/// The event of a call that may have changed something is on disk before the call is answered;
/// that of a call which only looked follows within about a second.
struct CallJournal: Sendable {
    let log: any Log
    let audit: AuditTrail?
    let clock: any WallClock

    /// Writes down a call; returns once a call that changed something is on disk.
    func write(_ record: CallRecord) async {
        // A refused call changed nothing, whatever its tool.
        guard !record.isReadOnly, record.outcome == .succeeded else { return note(record) }
        line(record)
        guard let audit else { return }
        do throws(DatabaseError) {
            try await audit.append(event(record), at: clock.now())
        } catch {
            log.write(
                .error,
                "A tool call is missing in the audit log",
                [.text("request", record.requestID), .text("reason", error.description)]
            )
        }
    }

    /// Writes down a call that changed nothing, without waiting.
    func note(_ record: CallRecord) {
        line(record)
        audit?.note(event(record), at: clock.now())
    }

    private func line(_ record: CallRecord) {
        log.write(
            .info,
            "tool call",
            [
                .text("tool", record.tool), .text("outcome", record.outcome.name),
                .text("grant", record.grantID ?? "-"), .text("person", record.subject),
                .text("workspace", record.workspaceID ?? "-"),
                .number("us", Int64(clamping: record.durationMicroseconds)),
                .text("request", record.requestID),
            ] + Self.refusals(record)
        )
    }

    private func event(_ record: CallRecord) -> AuditEvent {
        AuditEvent(
            .toolCalled,
            by: .client,
            person: record.subject,
            client: record.clientID,
            grant: record.grantID,
            workspace: record.workspaceID,
            detail: ToolCallDetail(
                tool: record.tool,
                outcome: record.outcome.name,
                measure: Self.measure(record)
            ).text
        )
    }

    /// How long the call took, or how many refused calls the event stands for.
    private static func measure(_ record: CallRecord) -> ToolCallDetail.Measure {
        guard case .rateLimited(let refusals) = record.outcome else {
            return .microseconds(Int64(clamping: record.durationMicroseconds))
        }
        return .calls(Int64(refusals))
    }

    private static func refusals(_ record: CallRecord) -> [LogField] {
        guard case .rateLimited(let refusals) = record.outcome else { return [] }
        return [.number("calls", Int64(refusals))]
    }
}
