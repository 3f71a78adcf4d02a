private import Cryptography
private import Database
private import Directory
private import OAuth

/// Why a command could not do its work.
public struct AdministrationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// One sentence that says what is wrong and what to do, without a full stop.
    public let description: String

    init(_ description: String) {
        self.description = description
    }

    /// What the operator is told of an error from below.
    init(_ error: any Error) {
        switch error {
        case let error as AdministrationError: self = error
        case DirectoryStoreError.emailTaken:
            self.init("somebody has this e-mail address already; see 'wayleave user list'")
        case DirectoryStoreError.unavailable(let reason): self.init(reason)
        case StoreError.unavailable(let reason), StoreError.damaged(let reason): self.init(reason)
        case PasswordHasherError.overloaded:
            self.init("there is too little memory to hash a password; free 128 MiB and try again")
        case PasswordHasherError.cancelled: self.init("the command was interrupted; run it again")
        case let error as PasswordRules.Violation: self.init(Self.inline(error.explanation))
        case let error as RedirectURIProblem: self.init(Self.inline(error.text))
        default: self.init("\(error)")
        }
    }

    static func unknownPerson(_ text: String) -> AdministrationError {
        AdministrationError("there is no person \(quoted(text)); see 'wayleave user list'")
    }

    static func unknownWorkspace(_ text: String) -> AdministrationError {
        AdministrationError("there is no workspace \(quoted(text)); see 'wayleave workspace list'")
    }

    static func unknownClient(_ text: String) -> AdministrationError {
        AdministrationError("there is no client \(quoted(text)); see 'wayleave client list'")
    }

    static func unknownResourceServer(_ text: String) -> AdministrationError {
        AdministrationError(
            "there is no resource server \(quoted(text)); see 'wayleave resource-server list'"
        )
    }

    static func unknownGrant(_ text: String) -> AdministrationError {
        AdministrationError("there is no grant \(quoted(text)); see 'wayleave grant list'")
    }

    static func ambiguous(_ kind: String, _ text: String) -> AdministrationError {
        AdministrationError("several \(kind)s match \(quoted(text)); name one by its id")
    }

    static func quoted(_ text: String) -> String {
        let shown = TerminalText.cleaned(text)
        return "'\(shown.count > 60 ? shown.prefix(59) + "…" : shown[...])'"
    }

    /// A full sentence as it reads behind a colon.
    private static func inline(_ sentence: String) -> String {
        sentence.prefix(1).lowercased() + sentence.dropFirst().prefix(sentence.count - 2)
    }
}

/// Runs `body` and turns what it throws into words for an operator.
func explained<Value>(
    _ body: () throws -> Value
) throws(AdministrationError) -> Value {
    do { return try body() } catch { throw AdministrationError(error) }
}

/// Runs `body` and turns what it throws into words for an operator.
func explained<Value>(
    _ body: () async throws -> Value
) async throws(AdministrationError) -> Value {
    do { return try await body() } catch { throw AdministrationError(error) }
}
