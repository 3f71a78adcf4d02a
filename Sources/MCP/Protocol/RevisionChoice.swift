internal import JSON
private import Primitives

/// The names that the stateless revisions give to members of `_meta`.
enum MetaName {
    static let protocolVersion = "io.modelcontextprotocol/protocolVersion"
    static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
    static let serverInfo = "io.modelcontextprotocol/serverInfo"
    static let subscriptionID = "io.modelcontextprotocol/subscriptionId"
}

extension ProtocolRevision {
    /// Chooses the revision that a request is served at, from what its header and its body say.
    ///
    /// Both eras share one address: a request that names a stateless revision in its metadata is
    /// served by itself, any other as a part of an older conversation. The body is compared with
    /// the header before the version is looked up, because a version that only one of them names
    /// is first of all a mismatch.
    ///
    /// - Parameters:
    ///   - header: The value of `MCP-Protocol-Version` without surrounding white space.
    ///   - meta: The metadata of the request.
    /// - Returns: The revision; for `initialize` the one that the handshake may still change.
    /// - Throws: The error that the request is answered with.
    static func chosen(
        header: String?,
        meta: JSONObject
    ) throws(RPCError) -> ProtocolRevision {
        let named = meta[MetaName.protocolVersion]
        guard let header else {
            guard named == nil else {
                throw .headerMismatch("The MCP-Protocol-Version header is required")
            }
            return unnamed
        }
        let revision = ProtocolRevision(named: header)
        if let revision, revision.isModern { try requireModernMetadata(meta) }
        guard let named else {
            guard let revision else { throw .unsupportedVersion(header) }
            return revision
        }
        guard let text = named.stringValue, text.isIdentical(to: header) else {
            throw .headerMismatch(
                "The MCP-Protocol-Version header and params._meta name different versions"
            )
        }
        guard let revision else { throw .unsupportedVersion(header) }
        return revision
    }

    private static func requireModernMetadata(_ meta: JSONObject) throws(RPCError) {
        guard meta[MetaName.protocolVersion]?.stringValue != nil else {
            throw .missingMetadata(MetaName.protocolVersion)
        }
        guard meta[MetaName.clientCapabilities]?.objectValue != nil else {
            throw .missingMetadata(MetaName.clientCapabilities)
        }
    }
}
