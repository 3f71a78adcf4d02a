internal import JSON

extension ClientMetadata {
    /// The home page that `client_uri` names, `https` only; anything else is ignored.
    static func homePage(in object: JSONObject) -> String? {
        guard let text = object["client_uri"]?.stringValue,
            let uri = try? RedirectURI(parsing: text), uri.kind == .https
        else { return nil }
        return text
    }

    /// The scopes of this server that `scope` names.
    static func scopes(in object: JSONObject) -> ScopeSet {
        guard let text = object["scope"]?.stringValue else { return .none }
        return ScopeParameter(parsing: Array(text.utf8)).known
    }
}
