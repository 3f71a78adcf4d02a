/// What the server says of itself to clients; nothing depends on it.
public struct ServerIdentity: Sendable, Equatable {
    /// The program's name.
    public let name: String
    /// What people read.
    public let title: String
    /// The program's version.
    public let version: String
    /// What a model shall know before it uses the tools.
    public let instructions: String?

    /// Describes the server.
    ///
    /// - Parameters:
    ///   - name: The program's name.
    ///   - title: What people read.
    ///   - version: The program's version.
    ///   - instructions: What a model shall know before it uses the tools.
    public init(name: String, title: String, version: String, instructions: String? = nil) {
        self.name = name
        self.title = title
        self.version = version
        self.instructions = instructions
    }
}
