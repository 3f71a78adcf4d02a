internal import JSON
internal import OAuth
internal import Primitives

/// What the server knows about clients before anybody approves one.
public enum KnownClientReport {
    /// Returns the known clients, in the order of the built-in registry, an operator's own last.
    ///
    /// - Parameter path: The file of `--known-clients`, or `nil` for the built-in registry alone.
    /// - Returns: The clients.
    /// - Throws: ``AdministrationError`` that names file, line or member of what is wrong.
    public static func output(file path: String?) throws(AdministrationError) -> CommandOutput {
        var clients = KnownClients.builtIn
        if let path {
            do {
                let bytes = try WholeFile.read(path, maximumBytes: KnownClientFile.maximumBytes)
                clients = clients.extended(by: try KnownClientFile.parse(bytes))
            } catch {
                throw AdministrationError("\(AdministrationError.quoted(path)): \(error)")
            }
        }
        let text = clients.entries.map(paragraph(for:)).joined(separator: "\n\n")
        return CommandOutput(
            "\(text)\n\nBuilt-in data of \(clients.revision).",
            json: [
                "revision": .string(clients.revision),
                "clients": .array(clients.entries.map(json(of:))),
            ]
        )
    }

    private static func paragraph(for client: KnownClient) -> String {
        var details = Details()
        details.add("Id", client.identifier)
        details.add("Name", "\(client.name), by \(client.vendor)")
        if !client.documents.isEmpty { details.add("Documents", all: client.documents.map(\.text)) }
        if !client.callbacks.isEmpty { details.add("Callbacks", all: client.callbacks.map(\.text)) }
        if let seconds = client.accessSeconds { details.add("Access tokens", "\(seconds) seconds") }
        if !client.quirks.isEmpty { details.add("Good to know", all: client.quirks) }
        return details.text
    }

    private static func json(of client: KnownClient) -> JSONValue {
        func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        return [
            "id": .string(client.identifier), "name": .string(client.name),
            "vendor": .string(client.vendor), "documents": list(client.documents.map(\.text)),
            "callbacks": list(client.callbacks.map(\.text)), "names": list(client.names),
            "brands": list(client.brands), "quirks": list(client.quirks),
            "access_token_seconds": client.accessSeconds.map { .integer($0) } ?? .null,
        ]
    }
}
