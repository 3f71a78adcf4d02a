private import JSON
private import Primitives

/// Reads registries of known clients: the built-in one, and those of operators, by the same rules.
///
/// Nothing is forgiven, for a slip in a file that decides whom people trust must be seen: unknown
/// and missing members, wrong types, repeated identifiers and addresses that no redirect URI may
/// have are errors that name line or member.
public enum KnownClientFile {
    /// The largest file, in bytes.
    public static let maximumBytes = 4 << 20
    /// The format that this release reads.
    static let format: Int64 = 1
    /// The most entries of one file.
    static let maximumClients = 1_000

    /// Parses a registry.
    ///
    /// - Parameter bytes: The JSON text.
    /// - Returns: The registry.
    /// - Throws: ``KnownClientFileError`` that says where it breaks which rule.
    public static func parse(_ bytes: [UInt8]) throws(KnownClientFileError) -> KnownClients {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw KnownClientFileError(error.description(in: bytes))
        }
        let reader = try MemberReader(value, at: "the file")
        try reader.allow(["format", "revision", "clients"])
        guard reader.integer("format") == format else {
            throw KnownClientFileError("'format' must be \(format)")
        }
        let list = try reader.list("clients", required: true)
        guard list.count <= maximumClients else {
            throw KnownClientFileError("'clients' has more than \(maximumClients) entries")
        }
        var entries: [KnownClient] = []
        for (index, item) in list.enumerated() {
            let entry = try client(item, at: "clients[\(index)]")
            let isTaken = entries.contains { $0.identifier.isIdentical(to: entry.identifier) }
            guard !isTaken else {
                throw KnownClientFileError("clients[\(index)].id repeats '\(entry.identifier)'")
            }
            entries.append(entry)
        }
        return KnownClients(
            revision: try reader.text("revision", maximum: 64, required: false) ?? "",
            entries: entries
        )
    }

    private static func client(
        _ value: JSONValue,
        at place: String
    ) throws(KnownClientFileError) -> KnownClient {
        let reader = try MemberReader(value, at: place)
        try reader.allow([
            "id", "name", "vendor", "documents", "callbacks", "names", "brands", "quirks",
            "access_token_seconds",
        ])
        let identifier = try reader.identifier("id")
        let name = try reader.text("name", maximum: ClientName.maximumScalars, required: true)
        let vendor = try reader.text("vendor", maximum: 64, required: true)
        let documents = try reader.addresses("documents")
        if let bad = documents.firstIndex(where: { $0.kind != .https }) {
            throw KnownClientFileError("\(place).documents[\(bad)] must be an https address")
        }
        let callbacks = try reader.addresses("callbacks")
        guard !documents.isEmpty || !callbacks.isEmpty else {
            throw KnownClientFileError("\(place) needs 'documents' or 'callbacks'")
        }
        return KnownClient(
            identifier: identifier,
            name: name ?? "",
            vendor: vendor ?? "",
            documents: documents,
            callbacks: callbacks,
            names: try reader.texts("names", minimum: 2),
            brands: try reader.texts("brands", minimum: 4),
            quirks: try reader.texts("quirks", minimum: 1),
            accessSeconds: try reader.seconds("access_token_seconds", in: 300...86_400)
        )
    }
}
