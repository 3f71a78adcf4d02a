public import Primitives

/// Somebody who can sign in.
///
/// The password hash is not part of it, so that code which only shows or checks a person never
/// holds it; see ``Credentials``.
public struct Person: Sendable, Equatable {
    /// The row key.
    public let key: PersonKey
    /// The identifier that clients and resource servers see, `usr_…`.
    public let identifier: String
    /// The address that the person signs in with.
    public let email: EmailAddress
    /// The name that pages show.
    public let name: String
    /// When an operator shut the person out, or `nil`.
    public let disabledAt: Timestamp?

    /// Whether the person may sign in and use what they approved.
    public var isEnabled: Bool { disabledAt == nil }

    /// Creates the value from its stored columns.
    public init(
        key: PersonKey,
        identifier: String,
        email: EmailAddress,
        name: String,
        disabledAt: Timestamp?
    ) {
        self.key = key
        self.identifier = identifier
        self.email = email
        self.name = name
        self.disabledAt = disabledAt
    }
}

/// A person together with the hash of their password, as only sign-in needs it.
public struct Credentials: Sendable {
    /// Whose they are.
    public let person: Person
    /// The stored form of the password hash, `$scrypt$…`.
    public let passwordHash: String

    /// Creates the pair.
    public init(person: Person, passwordHash: String) {
        self.person = person
        self.passwordHash = passwordHash
    }
}

/// A person who is about to be added.
public struct PersonDraft: Sendable {
    /// The identifier, made by ``OpaqueIdentifier/person(_:)``.
    public let identifier: String
    /// The address to sign in with.
    public let email: EmailAddress
    /// The name, checked by ``DisplayName``.
    public let name: DisplayName
    /// The stored form of the password hash.
    public let passwordHash: String
    /// When the person is added.
    public let createdAt: Timestamp

    /// Creates the draft.
    public init(
        identifier: String,
        email: EmailAddress,
        name: DisplayName,
        passwordHash: String,
        createdAt: Timestamp
    ) {
        self.identifier = identifier
        self.email = email
        self.name = name
        self.passwordHash = passwordHash
        self.createdAt = createdAt
    }
}
