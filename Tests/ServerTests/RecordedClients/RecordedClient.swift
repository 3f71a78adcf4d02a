import Testing

import HTTP
import JSON

/// What one real client sends from its first look at the server to its failures, and what it needs
/// in the answers.
///
/// Texts may hold placeholders in braces, which the replay fills in as the client would:
/// `{resource}` as the resource's document names it, `{asked}` the scopes of the challenge,
/// `{client_id}`, `{secret}`, `{redirect_uri}`, `{state}`, `{challenge}`, `{verifier}`, `{code}`
/// and `{refresh_token}`.
struct RecordedClient: Sendable, CustomTestStringConvertible {
    /// Its name, and the version or mode where several behave differently.
    let name: String
    /// How it finds out where to sign in.
    var discovery = Discovery()
    /// How it is known to the server.
    let identity: Identity
    /// The redirect URI of its authorization request.
    let redirect: String
    /// How it writes queries and forms.
    var encoding = WireEncoding.javascript
    /// Its PKCE verifier.
    var verifier = String(repeating: "v", count: 43)
    /// The parameters of its authorization request, in its order.
    let authorization: [Parameter]
    /// Its exchange of the code.
    let exchange: TokenCall
    /// Its refresh.
    let refresh: TokenCall
    /// What it checks beyond what every client does.
    var needs: Set<Need> = []
    /// The trouble that the replay puts it into.
    var troubles: [Trouble] = [.revoked]

    var testDescription: String { name }

    /// A name and a value with placeholders.
    typealias Parameter = (name: String, value: String)

    /// How a client finds out where to sign in.
    struct Discovery: Sendable {
        /// Its requests without a token, in order; each must be told where to sign in.
        var openings: [Opening] = [.initialize("2025-11-25")]
        /// Fields on all its requests, such as its user agent.
        var fields: HTTPFields = [:]
        /// Other places where it looks for the resource's document.
        var resourceProbes = [
            "/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource",
        ]
        /// Where it looks for the authorization server's document, in order.
        var serverProbes = [
            "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration",
        ]
    }

    /// A first request to the MCP endpoint.
    enum Opening: Sendable {
        /// The handshake of the legacy era, for a revision, without a version header.
        case initialize(String)
        /// Discovery of the stateless era.
        case discover
        /// A GET, as if for a stream of events.
        case get
        /// A HEAD.
        case head
    }

    /// How a client is known to the server.
    enum Identity: Sendable {
        /// It registers itself with this body (RFC 7591).
        case registers(JSONValue)
        /// It publishes a document at its identifier.
        case publishes(Publication)
        /// An operator has registered it with this method.
        case known(Authentication)
    }

    /// A document that a client publishes, and where it publishes its keys.
    struct Publication: Sendable {
        let address: String
        let document: JSONValue
        var keys: String?
    }

    /// How a client proves itself at the token endpoint.
    enum Authentication: Sendable {
        /// Not at all.
        case none
        /// `Basic` with identifier and secret as they are.
        case basicRaw
        /// `Basic` with both form-encoded first (RFC 6749 §2.3.1).
        case basicEncoded
        /// In the body; the recorded parameters hold it.
        case body
        /// By a signed assertion for this audience, in the body (RFC 7523).
        case assertion(audience: String)
    }

    /// A request to the token endpoint.
    struct TokenCall: Sendable {
        /// How it proves itself.
        var authentication = Authentication.none
        /// The media type it writes.
        var mediaType: HTTPFieldValue = "application/x-www-form-urlencoded"
        /// Its parameters, in its order.
        let parameters: [Parameter]
    }

    /// What a client checks in the answers, beyond what every client does.
    enum Need: Sendable, Hashable {
        /// The resource's document names exactly the URL that was typed.
        case exactResource
        /// The challenge points to an address on the same origin.
        case challengeOnSameOrigin
        /// The metadata says that documents of clients are read.
        case documentsRead
        /// `S256` is among the challenge methods of the metadata.
        case challengeMethodListed
        /// This method is among the authentication methods of the metadata.
        case methodListed(String)
        /// This scope is among those of the metadata, and not among those of the resource.
        case scopeListed(String)
        /// Every redirect carries an `iss` that equals the issuer, and the metadata promises it.
        case issuer
        /// An access token lives longer than this many seconds.
        case longerThan(Int64)
        /// A page of another origin can read every answer, preflights included.
        case readableByPages(origin: String)
        /// The registration is answered with this authentication method.
        case methodAnswered(String)
    }

    /// What goes wrong for the client, once it is connected.
    enum Trouble: Sendable {
        /// The person ends the grant; the refresh must be `invalid_grant`.
        case revoked
        /// Nobody knows its identifier any more; the token endpoint must say `invalid_client`.
        case forgotten
        /// It looks at its own authorization request first; an unknown client must be exactly 400,
        /// a known one a redirect, and nothing may be used up.
        case looksFirst
        /// The person says no.
        case denied
        /// Several of its processes refresh with one token at once.
        case parallelRefresh(Int)
        /// The answer to a refresh is lost, and it sends the same again.
        case lostAnswer
        /// It tries another way of authentication first, which must not use up the code.
        case guessesAuthentication(TokenCall)
        /// It registers again in the background; its identifier must stay the same.
        case registersAgain
        /// Its next process listens on another port and keeps the registration.
        case movesPort(String)
    }
}
