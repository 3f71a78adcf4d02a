internal import HTTP
internal import JSON
internal import Primitives
public import Publishing

/// A network as the operator's file declares it.
public struct DeclaredNetwork: Sendable {
    /// The network.
    public let network: Network
    /// Who asks the person for the permission, as tools name it.
    public let authProvider: String
    let client: Client
    let authorization: Authorization
    let token: Token
    let profiles: Profiles
    let publishing: Publishing
    let limits: NetworkLimits

    /// What the network knows this server by.
    struct Client: Sendable {
        let identifier: String
        let secret: SecretText
        /// What the network calls the client's identifier; `client_key` at one of them.
        let parameter: String
    }

    /// Where a person gives the permission.
    struct Authorization: Sendable {
        let url: String
        let scope: String
        let usesProofKey: Bool
        let parameters: [(name: String, value: String)]
        /// What the network calls itself when it sends a person back (RFC 9207), where it does.
        let issuer: String?
    }

    /// Where codes and refresh tokens are redeemed.
    struct Token: Sendable {
        /// How the client proves itself (RFC 6749 §2.3.1).
        enum Authentication: String, Sendable, CaseIterable {
            case basic
            case post
            case none
        }

        let url: String
        let authentication: Authentication
        /// Where tokens are revoked (RFC 7009), or `nil` where the network has no such place.
        let revocation: String?
    }

    /// Where the person's profiles are listed, and where everything about one stands.
    struct Profiles: Sendable {
        let url: String
        let headers: [(name: HTTPFieldName, value: HTTPFieldValue)]
        /// Where the list is; `nil` where the answer is about one profile.
        let list: JSONPointer?
        let account: JSONPointer
        let name: JSONPointer
        let handle: JSONPointer?
        let avatar: JSONPointer?
        /// Where a token of the profile's own stands, as pages have.
        let token: JSONPointer?
    }

    /// How a post goes out.
    struct Publishing: Sendable {
        let steps: [Step]
        /// Where people see the post.
        let url: TextTemplate?
        /// Whether the network does nothing more when it sees a key again.
        let keepsKeys: Bool
        /// What an answer holds whose network does not accept the token, beside the status 401.
        let shutOut: Mark?
    }

    /// A text in an answer that means something.
    struct Mark: Sendable {
        let place: JSONPointer
        let texts: [String]

        func isOn(_ json: JSONValue?) -> Bool {
            guard let text = place.text(in: json) else { return false }
            return texts.contains { $0.isIdentical(to: text) }
        }
    }

    /// One request on the way of a post.
    struct Step: Sendable {
        /// When the step is done.
        enum Condition: String, Sendable, CaseIterable {
            case always
            /// Only for a post with files.
            case media
            /// Only for a post without.
            case text
            /// Once for each file.
            case eachFile = "each_file"
        }

        /// What the request carries.
        enum Body: Sendable {
            case nothing
            case json(JSONTemplate)
            case form([(name: String, value: TextTemplate)])
            case multipart(file: String, [(name: String, value: TextTemplate)])
            case bytes
        }

        let condition: Condition
        let method: HTTPMethod
        let url: TextTemplate
        let headers: [(name: HTTPFieldName, value: TextTemplate)]
        let body: Body
        /// What is read from the answer, by the name of its placeholder.
        let results: [(name: String, source: Source)]
        let poll: Poll?
        /// Whether the post is out when this has worked.
        let publishes: Bool
        /// Whether the token goes along; an address that was given for one upload needs none.
        let authorizes: Bool
    }

    /// Where something stands in an answer.
    enum Source: Sendable {
        case body(JSONPointer)
        case header(HTTPFieldName)
    }

    /// A state that is waited for.
    struct Poll: Sendable {
        let state: JSONPointer
        let done: [String]
        let failed: [String]
    }
}
