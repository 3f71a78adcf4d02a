public import JSON
private import Primitives

extension TokenIntrospection {
    /// Reads the answer of an introspection endpoint (RFC 7662 §2.2).
    ///
    /// Members that are missing or have another type are taken as missing, except those without
    /// which a call could be let through wrongly: `active`, and for an active token `scope` and
    /// `aud` where present. Workspaces come from `authorization_details` of type `workspace` (RFC
    /// 9396).
    ///
    /// - Parameter answer: The parsed body of a 200 answer.
    /// - Throws: ``IntrospectionFailure`` with reason `malformedAnswer`.
    public init(answer: JSONValue) throws(IntrospectionFailure) {
        guard let isActive = answer["active"]?.boolValue else {
            throw IntrospectionFailure(reason: .malformedAnswer)
        }
        guard isActive else {
            self = .inactive
            return
        }
        var token = ActiveToken(
            subject: answer["sub"]?.stringValue ?? "",
            clientID: answer["client_id"]?.stringValue ?? "",
            scopes: try Self.scopes(answer["scope"]),
            audience: try Self.audience(answer["aud"])
        )
        token.username = answer["username"]?.stringValue
        token.personName = answer["name"]?.stringValue
        token.clientName = answer["client_name"]?.stringValue
        token.grantID = answer["grant_id"]?.stringValue
        token.expiresAt = answer["exp"]?.integerValue.map(Timestamp.init(secondsSinceEpoch:))
        token.confirmsPublishing = answer["confirm_publishing"]?.boolValue == true
        token.workspaces = Self.workspaces(answer["authorization_details"])
        self = .active(token)
    }

    private static func scopes(_ value: JSONValue?) throws(IntrospectionFailure) -> [String] {
        guard let value else { return [] }
        guard let text = value.stringValue else {
            throw IntrospectionFailure(reason: .malformedAnswer)
        }
        return text.utf8.split(separator: UInt8(ascii: " "))
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// One text or a list of texts (RFC 7519 §4.1.3).
    private static func audience(_ value: JSONValue?) throws(IntrospectionFailure) -> [String] {
        switch value {
        case nil: return []
        case .string(let one): return [one]
        case .array(let elements):
            let texts = elements.compactMap(\.stringValue)
            if texts.count == elements.count { return texts }
            fallthrough
        default: throw IntrospectionFailure(reason: .malformedAnswer)
        }
    }

    private static func workspaces(_ value: JSONValue?) -> [ActiveToken.WorkspaceGrant] {
        (value?.arrayValue ?? []).compactMap { detail in
            guard detail["type"] == "workspace", let id = detail["identifier"]?.stringValue else {
                return nil
            }
            return ActiveToken.WorkspaceGrant(
                id: id,
                name: detail["name"]?.stringValue ?? id,
                role: detail["role"]?.stringValue ?? "viewer",
                scopes: (detail["scopes"]?.arrayValue ?? []).compactMap(\.stringValue)
            )
        }
    }
}
