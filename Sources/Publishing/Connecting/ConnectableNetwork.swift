public import Primitives

/// A network whose profiles people connect in their own browser.
///
/// Both steps end within half a minute and never throw: whatever happens is a value.
public protocol ConnectableNetwork: Sendable {
    /// Who asks the person for the permission, as tools name it.
    var authProvider: String { get }
    /// What the person is asked before the network can be.
    var question: ConnectionQuestion { get }

    /// Begins: finds out where the person gives the permission, or takes it at once.
    ///
    /// - Parameters:
    ///   - answers: What the person wrote.
    ///   - journey: How they come back.
    /// - Returns: What happens next.
    func begin(
        _ answers: ConnectionAnswers,
        _ journey: ConnectionJourney
    ) async -> ConnectionBeginning

    /// Turns the code that the network gave into the profiles that it stands for.
    ///
    /// - Parameters:
    ///   - code: The authorization code (RFC 6749 §4.1.2).
    ///   - pending: What ``begin(_:_:)`` left.
    ///   - callback: The redirect URI that was given there.
    /// - Returns: The profiles, at least one, or why there are none.
    func complete(
        _ code: SecretText,
        _ pending: PendingAuthorization,
        callback: String
    ) async -> Result<[ProfileOffer], ConnectionRefusal>

    /// Gives the permission to a profile back to the network, where that has a way.
    ///
    /// - Parameters:
    ///   - connection: How the profile was reached.
    ///   - others: What proves other profiles at the same server; one that lives by the same
    ///     permission keeps it.
    ///   - callback: The redirect URI by which a server knows this one.
    /// - Returns: What the network said.
    func release(
        _ connection: ProfileConnection,
        others: [SecretText],
        callback: String
    ) async -> ConnectionRelease
}

/// What a person is asked before their network can be.
public enum ConnectionQuestion: Sendable, Equatable {
    /// Nothing: the network has one address.
    case nothing
    /// Which server their account is on.
    case server
    /// Their account's name, a password made for this purpose, and if they like its server.
    case account
}

/// What a person wrote about their account.
public struct ConnectionAnswers: Sendable {
    /// The server, as people write it.
    public let server: String
    /// The account's name.
    public let account: String
    /// A password that the network made for this purpose.
    public let password: SecretText

    /// Gathers the answers; those that nobody asked for are empty.
    public init(server: String = "", account: String = "", password: SecretText = SecretText("")) {
        self.server = server
        self.account = account
        self.password = password
    }
}

/// How a person comes back from their network.
public struct ConnectionJourney: Sendable {
    /// What the network must hand back unchanged (RFC 6749 §10.12).
    public let state: SecretText
    /// Where the network sends them, as it knows the address.
    public let callback: String

    /// Describes the way back.
    public init(state: SecretText, callback: String) {
        self.state = state
        self.callback = callback
    }
}

/// What a network says to a person who wants to connect.
public enum ConnectionBeginning: Sendable {
    /// They give the permission at this address and come back with a code.
    case visit(url: String, PendingAuthorization)
    /// The permission is there.
    case permitted([ProfileOffer])
    /// It cannot be done.
    case refused(ConnectionRefusal)
}

/// What must be known when a person comes back from their network.
public struct PendingAuthorization: Sendable {
    /// The network's server.
    public let endpoint: String
    /// The code verifier (RFC 7636 §4.1), where the server takes one.
    public let verifier: SecretText?
    /// The server's identifier (RFC 9207), where it has told one.
    public let issuer: String?
    /// Whether the server always names itself when it sends somebody back.
    public let namesItself: Bool

    /// Gathers what must be known.
    public init(
        endpoint: String,
        verifier: SecretText?,
        issuer: String? = nil,
        namesItself: Bool = false
    ) {
        self.endpoint = endpoint
        self.verifier = verifier
        self.issuer = issuer
        self.namesItself = namesItself
    }

    /// Whether an answer that names `issuer`, or nobody, can be the server's (RFC 9207 §2.4).
    public func admits(issuer named: String?) -> Bool {
        guard let named else { return !namesItself }
        guard let issuer else { return false }
        return named.isIdentical(to: issuer)
    }
}

/// A profile that a person may connect.
public struct ProfileOffer: Sendable {
    /// The network.
    public let network: Network
    /// The account's lasting identifier at the network.
    public let account: String
    /// What the profile is called.
    public let name: String
    /// The profile's name at the network.
    public let handle: String
    /// Where its picture is.
    public var avatarURL: String?
    /// How it is reached.
    public let connection: ProfileConnection
    /// What its server takes at most, where that is not what the network usually takes.
    public var limits: NetworkLimits?

    /// Describes an offer.
    public init(
        network: Network,
        account: String,
        name: String,
        handle: String,
        connection: ProfileConnection
    ) {
        self.network = network
        self.account = account
        self.name = name
        self.handle = handle
        self.connection = connection
    }
}

/// Why a profile was not connected.
public enum ConnectionRefusal: Error, Sendable, Equatable {
    /// What the person wrote cannot be used; one sentence says why.
    case answer(String)
    /// The permission was not given.
    case denied
    /// The answer came too late, twice, or from elsewhere.
    case expired
    /// The network cannot be reached, or not now.
    case unavailable
    /// The network says no; one sentence says why.
    case refused(String)
}
