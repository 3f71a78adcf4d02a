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
    /// What the resource is called.
    public let name: String

    /// Creates the document.
    public init(resource: ResourceIndicator, issuer: Issuer, name: String) {
        self.resource = resource
        self.issuer = issuer
        self.name = name
    }

    /// The document.
    public var json: JSONValue {
        [
            "resource": .string(resource.canonical),
            "authorization_servers": [.string(issuer.text)],
            "scopes_supported": .array(ScopeSet.resource.names.map { .string($0) }),
            "bearer_methods_supported": ["header"],
            "resource_name": .string(name),
        ]
    }
}
