internal import Directory
internal import OAuth

/// The roles as an operator writes them.
public enum RoleArgument: String, Sendable, CaseIterable {
    /// Everything, connecting profiles included.
    case owner
    /// Reads, writes, publishes and runs.
    case editor
    /// Only reads.
    case viewer

    var role: MembershipRole {
        switch self {
        case .owner: .owner
        case .editor: .editor
        case .viewer: .viewer
        }
    }
}

/// The ways in which a client proves itself, as an operator writes them.
public enum AuthenticationArgument: String, Sendable, CaseIterable {
    /// A secret in the `Authorization` header.
    case basic = "client_secret_basic"
    /// A secret in the body.
    case post = "client_secret_post"
    /// It cannot keep a secret.
    case none

    var method: ClientMetadata.AuthenticationMethod {
        switch self {
        case .basic: .basic
        case .post: .post
        case .none: .none
        }
    }
}
