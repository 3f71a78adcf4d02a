internal import HTTP
private import Primitives

/// The fields of a form that one of our pages posted.
struct FormPost: Sendable {
    /// Somebody may be in hundreds of workspaces, each of which is a field when ticked.
    private static let maximumFields = 5_000

    private let fields: FormFields

    /// Reads the body, or is `nil` where it is no form.
    init?(_ request: HTTPRequest) {
        let read = try? ParameterBody.fields(of: request, maximum: Self.maximumFields)
        guard let fields = read else { return nil }
        self.fields = fields
    }

    /// The one value of `name`; empty when it is missing or repeated.
    func text(_ name: String) -> String {
        fields.only(name).value ?? ""
    }

    /// Every value of `name`.
    func texts(_ name: String) -> [String] {
        fields.all(name)
    }
}

extension HTTPRequest {
    /// The one value of `name` in the query; empty when it is missing, repeated or not readable.
    func queryText(_ name: String) -> String {
        guard let query, let fields = try? FormDecoder.decode(query) else { return "" }
        return fields.only(name).value ?? ""
    }
}

/// The addresses of the pages, below the issuer.
package enum PagePath {
    /// Where a person signs in.
    package static let signIn = "/sign-in"
    /// Where a person signs out.
    package static let signOut = "/sign-out"
    /// Where a person decides about a client.
    package static let consent = "/consent"
    /// Where a person sees and ends their connections.
    package static let account = "/account"
    /// Where a person changes what one connection may do.
    package static let connection = "/account/connection"
    /// Where a person begins to connect a profile of a network.
    package static let connect = "/account/connect"
    /// Where networks send a person back to.
    package static let connectCallback = "/account/connect/callback"
    /// Where a person chooses which profiles to connect.
    package static let connectProfiles = "/account/connect/profiles"
    /// Where a person sees and disconnects the profiles of their workspaces.
    package static let profiles = "/account/profiles"
    /// Where a person sees what their clients did.
    package static let activity = "/account/activity"
    /// Where a person agrees to one call of a client that cannot ask them.
    package static let confirm = "/account/confirm"

    /// `path` with the sealed flow, which is base64url and needs no escaping.
    static func with(flow: String, _ path: String) -> String {
        flow.isEmpty ? path : "\(path)?flow=\(flow)"
    }

    /// The sign-in page, which leads on to `link` where there is one.
    static func signIn(returningTo link: ConnectionLink?) -> String {
        signIn(returningTo: link?.path)
    }

    /// The sign-in page, which leads on to `path` where ``returnable(_:)`` knows it.
    static func signIn(returningTo path: String?) -> String {
        guard let path else { return signIn }
        let query = FormEncoder.encode([(name: "next", value: path)])
        return signIn + "?" + String(decoding: query, as: UTF8.self)
    }

    /// The page of ours that `path` names, written anew, where a person may go on after signing in.
    static func returnable(_ path: String) -> String? {
        ConnectionLink(path: path)?.path ?? ConnectLink(path: path)?.path
            ?? ConfirmLink(path: path)?.path ?? (path.isIdentical(to: profiles) ? profiles : nil)
    }

    /// Whether `flow` has the form of a sealed flow, so that it may stand in an address.
    static func isFlow(_ flow: String) -> Bool {
        flow.utf8.count <= 14_000
            && flow.utf8.allSatisfy {
                ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2d || $0 == 0x5f
            }
    }
}
