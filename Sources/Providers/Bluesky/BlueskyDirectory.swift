internal import HTTP
internal import JSON
internal import Primitives
internal import Publishing

/// Finds the server of an account by its handle (AT Protocol, "Identity").
///
/// Handle, identifier and document must point at each other, or somebody could have an app password
/// sent to a server of their own.
struct BlueskyDirectory: Sendable {
    let network: NetworkClient
    let directory: BlueskyProvider.Directory

    /// An account as the directory has it.
    struct Home: Equatable {
        let account: String
        let origin: String
    }

    func home(of handle: String) async -> Result<Home, ConnectionRefusal> {
        let unknown = ConnectionRefusal.answer("No account has the handle \(handle).")
        let resolve = NetworkRequest.get(
            NetworkRequest.url(
                BlueskyProvider.address(
                    "com.atproto.identity.resolveHandle",
                    at: directory.resolver
                ),
                query: [("handle", handle)]
            )
        )
        guard case .success(let answer) = await network.send(resolve), answer.status < 500 else {
            return .failure(.unavailable)
        }
        guard let account = answer.json?["did"]?.stringValue,
            let address = documentAddress(of: account)
        else { return .failure(unknown) }
        guard case .success(let document) = await network.send(.get(address)),
            document.status < 500
        else { return .failure(.unavailable) }
        guard let json = document.json,
            let origin = Self.origin(in: json, of: account, named: handle)
        else { return .failure(unknown) }
        return .success(Home(account: account, origin: origin))
    }

    /// Where the document of an identifier is: `did:plc` or `did:web` without a path.
    func documentAddress(of account: String) -> String? {
        let parts = account.utf8.split(separator: 0x3a, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].elementsEqual("did".utf8), account.utf8.count <= 300,
            parts[2].allSatisfy({
                ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2d || $0 == 0x2e
            })
        else { return nil }
        let name = String(decoding: parts[2], as: UTF8.self)
        if parts[1].elementsEqual("plc".utf8) { return "\(directory.identifiers)/\(account)" }
        if parts[1].elementsEqual("web".utf8) { return "https://\(name)/.well-known/did.json" }
        return nil
    }

    /// The origin of the personal data server that a document names.
    static func origin(
        in document: JSONValue,
        of account: String,
        named handle: String
    ) -> String? {
        guard document["id"]?.stringValue?.isIdentical(to: account) == true,
            document["alsoKnownAs"]?.arrayValue?.contains(.string("at://\(handle)")) == true
        else { return nil }
        let service = document["service"]?.arrayValue?.first { service in
            service["type"] == "AtprotoPersonalDataServer"
                && service["id"]?.stringValue?.hasSuffix("#atproto_pds") == true
        }
        return service?["serviceEndpoint"]?.stringValue.flatMap(AbsoluteURL.init(_:))?.origin
    }
}
