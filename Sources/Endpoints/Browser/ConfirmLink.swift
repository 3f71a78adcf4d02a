internal import OAuth

/// A link to the page where a person agrees to one call.
struct ConfirmLink: Sendable, Equatable {
    /// The call, `cfm_…`.
    let call: String

    /// Accepts an identifier, or is `nil` for any other text.
    init?(_ call: String) {
        guard PublicIdentifier.callApproval.matches(call) else { return nil }
        self.call = call
    }

    /// Reads an address on this server as ``path`` writes it, or is `nil` for any other.
    init?(path: String) {
        let start = PagePath.confirm + "?call="
        guard path.utf8.starts(with: start.utf8) else { return nil }
        self.init(String(path.dropFirst(start.count)))
    }

    /// The address, below the issuer.
    var path: String { "\(PagePath.confirm)?call=\(call)" }
}
