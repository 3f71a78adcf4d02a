/// Which rule a client's metadata document breaks: the exact reason, for the log.
public enum ClientDocumentProblem: Error, Sendable, Equatable {
    /// It has more than ``ClientDocument/maximumBytes`` bytes.
    case tooLarge
    /// It is not one strict JSON object.
    case notAnObject
    /// `client_id` is missing or not the address, byte for byte.
    case otherClient
    /// `client_name` is missing, or nothing visible is left of it.
    case noName
    /// `redirect_uris` cannot be accepted.
    case redirectURIs(RegistrationFailure)
    /// It holds a secret, which everybody can read there.
    case secret
    /// None of the methods it names is `none` or `private_key_jwt`.
    case otherMethods
    /// It wants to sign and names no keys, or names them twice.
    case keySource
    /// The address of its keys breaks a rule.
    case keyAddress(ClientAddressProblem)
    /// Its keys cannot be used.
    case keys(JSONWebKeySet.Problem)
    /// It wants to sign with an algorithm that is not verified.
    case otherAlgorithm

    /// What is wrong, for the person and for the developer behind them; nothing of the answer that
    /// was read is repeated.
    public var text: String {
        switch self {
        case .tooLarge: "It is longer than \(ClientDocument.maximumBytes) bytes."
        case .notAnObject: "It is not a JSON object."
        case .otherClient: "It is about another client than the one that asks."
        case .noName: "It does not name the application."
        case .redirectURIs: "It names no address that the answer could be sent to."
        case .secret: "It holds a secret, although everybody can read it."
        case .otherMethods: "It asks for a way to authenticate that is not offered here."
        case .keySource, .keyAddress, .keys, .otherAlgorithm:
            "Its keys are missing or cannot be used."
        }
    }
}
