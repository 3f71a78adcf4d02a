private import Cryptography

/// Makes a resource server prove itself before it may ask about tokens (RFC 7662 §2.1).
public struct ResourceServerAuthentication: Sendable {
    private let store: any ResourceServerStore

    /// Creates the rule.
    public init(store: any ResourceServerStore) {
        self.store = store
    }

    /// Returns the resource server of an introspection request.
    ///
    /// - Parameters:
    ///   - authorization: The value of the `Authorization` header, if there is one.
    ///   - parameters: The decoded body.
    /// - Returns: The resource server, whose secret was right.
    /// - Throws: ``ClientAuthenticationFailure``; its `wire` goes out.
    public func resourceServer(
        authorization: [UInt8]?,
        parameters: RequestParameters
    ) async throws(ClientAuthenticationFailure) -> ResourceServer {
        let presented = try PresentedCredentials(
            authorization: authorization,
            parameters: parameters
        )
        let usedBasic = presented.method == .basic
        var failure = ClientAuthenticationFailure.unknownClient(usedBasic: usedBasic)
        for candidate in presented.candidates {
            let digest = SHA256.digest(candidate.secret)
            guard let server = try await find(candidate.identifier) else { continue }
            guard ConstantTime.equals(digest, server.secretHash) else {
                failure = .wrongSecret(usedBasic: usedBasic)
                continue
            }
            return server
        }
        throw failure
    }

    private func find(
        _ identifier: [UInt8]
    ) async throws(ClientAuthenticationFailure) -> ResourceServer? {
        guard identifier.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        let text = String(decoding: identifier, as: UTF8.self)
        do {
            return try await store.resourceServer(identifier: text)
        } catch {
            throw .store(error)
        }
    }
}
