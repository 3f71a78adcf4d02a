/// What decides how far a client is trusted before a person is asked.
public struct ClientTrust: Sendable {
    /// What is known about clients.
    public let knownClients: KnownClientRegistry
    /// What the operator says about them.
    public let admission: ClientAdmission

    /// Gathers the two.
    public init(knownClients: KnownClientRegistry, admission: ClientAdmission) {
        self.knownClients = knownClients
        self.admission = admission
    }
}
