extension KnownClients {
    /// The clients that this release knows, from `known-clients.json` beside this file.
    public static let builtIn: KnownClients = {
        do {
            return try KnownClientFile.parse(PackageResources.known_clients_json)
        } catch {
            // A constant of ours, which a test parses.
            preconditionFailure("\(error)")
        }
    }()
}
