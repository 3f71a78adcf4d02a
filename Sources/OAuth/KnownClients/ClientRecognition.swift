/// What the registry of known clients makes of a client that asks.
///
/// Only an address proves anything: the name of a client is whatever it chose.
public enum ClientRecognition: Sendable, Equatable {
    /// What shows that it is the known client.
    public enum Proof: Sendable, Equatable {
        /// Its identifier is the address of a known metadata document.
        case document
        /// The answer goes to a known `https` callback, whoever asked.
        case callback
    }

    /// Neither its name nor its addresses are known.
    case unknown
    /// It is the known client, or the answer at least goes there.
    case verified(KnownClient, by: Proof)
    /// It goes by the name of the known client and returns to this device as that one does, which
    /// any program on the device could do.
    case plausible(KnownClient)
    /// It goes by the name of the known client and returns elsewhere.
    ///
    /// It is `disguised` where the name only looks like the known one, by letters of other
    /// alphabets or digits.
    case lookalike(KnownClient, disguised: Bool)
    /// Its name mixes alphabets within a word, as disguises do.
    case mixedAlphabets

    /// The known client that it is, as far as anybody can tell.
    public var known: KnownClient? {
        switch self {
        case .verified(let known, _), .plausible(let known): known
        case .unknown, .lookalike, .mixedAlphabets: nil
        }
    }
}
