public import JSON

/// The metadata document of the protected resource (RFC 9728 §2).
///
/// It names every scope of the resource, because several clients never ask for more later, and not
/// `offline_access`, which means nothing at a resource.
public struct ProtectedResourceMetadata: Sendable {
    /// The resource.
    public let resource: ResourceIndicator
    /// The issuer whose tokens it takes.
    public let issuer: Issuer
    /// What the resource is called, or `nil` where nobody said.
    public let name: String?
    /// Its scopes.
    public let scopes: ScopeSet

    /// Creates the document.
    public init(
        resource: ResourceIndicator,
        issuer: Issuer,
        name: String?,
        scopes: ScopeSet = .resource
    ) {
        self.resource = resource
        self.issuer = issuer
        self.name = name
        self.scopes = scopes
    }

    /// The document.
    public var json: JSONValue {
        var document: JSONObject = [
            "resource": .string(resource.canonical),
            "authorization_servers": [.string(issuer.text)],
            "scopes_supported": .array(scopes.names.map { .string($0) }),
            "bearer_methods_supported": ["header"],
        ]
        if let name { document.append("resource_name", .string(name)) }
        return .object(document)
    }
}
