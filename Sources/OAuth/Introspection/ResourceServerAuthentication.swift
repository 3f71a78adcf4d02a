private import Cryptography
private import Primitives

/// Makes a resource server prove itself before it may ask about tokens (RFC 7662 §2.1).
public struct ResourceServerAuthentication: Sendable {
    private let store: any ResourceServerStore
    private let proven = ProvenHeader()

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
        var judgement = try Judgement(authorization: authorization, parameters: parameters)
        for candidate in judgement.candidates {
            guard let identifier = Self.identifier(of: candidate) else { continue }
            let server: ResourceServer?
            do {
                server = try await store.resourceServer(identifier: identifier)
            } catch {
                throw .store(error)
            }
            if let server = judgement.proven(by: candidate, for: server) { return server }
        }
        throw judgement.failure
    }

    /// Returns what ``resourceServer(authorization:parameters:)`` returns where that needs no
    /// waiting.
    ///
    /// - Parameters:
    ///   - authorization: The value of the `Authorization` header, if there is one.
    ///   - parameters: The decoded body.
    /// - Returns: The resource server, whose secret was right.
    /// - Throws: ``ClientAuthenticationFailure``; its `wire` goes out.
    public func resourceServerAtOnce(
        authorization: [UInt8]?,
        parameters: RequestParameters
    ) throws(ClientAuthenticationFailure) -> AtOnce<ResourceServer> {
        if let server = try knownServer(authorization, parameters) { return .value(server) }
        var judgement = try Judgement(authorization: authorization, parameters: parameters)
        for candidate in judgement.candidates {
            guard let identifier = Self.identifier(of: candidate) else { continue }
            let answer: AtOnce<ResourceServer?>
            do {
                answer = try store.resourceServerAtOnce(identifier: identifier)
            } catch {
                throw .store(error)
            }
            guard case .value(let server) = answer else { return .mustWait }
            if let server = judgement.proven(by: candidate, for: server) {
                if let authorization { proven.keep(authorization, of: server) }
                return .value(server)
            }
        }
        throw judgement.failure
    }

    /// The resource server whose header this loop found right before, as long as its secret is
    /// still the same.
    private func knownServer(
        _ authorization: [UInt8]?,
        _ parameters: RequestParameters
    ) throws(ClientAuthenticationFailure) -> ResourceServer? {
        guard let authorization, let kept = proven.server(of: authorization),
            !PresentedCredentials.areIn(parameters)
        else { return nil }
        do {
            let answer = try store.resourceServerAtOnce(identifier: kept.identifier)
            guard case .value(let server?) = answer,
                ConstantTime.equals(server.secretHash, kept.secretHash)
            else { return nil }
            return server
        } catch {
            throw .store(error)
        }
    }

    private static func identifier(of candidate: PresentedCredentials.Candidate) -> String? {
        let bytes = candidate.identifier
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What is known of a request's sender while its credentials are looked at.
private struct Judgement {
    let candidates: [PresentedCredentials.Candidate]
    private(set) var failure: ClientAuthenticationFailure
    private let usedBasic: Bool

    init(
        authorization: [UInt8]?,
        parameters: RequestParameters
    ) throws(ClientAuthenticationFailure) {
        let presented = try PresentedCredentials(
            authorization: authorization,
            parameters: parameters
        )
        candidates = presented.candidates
        usedBasic = presented.method == .basic
        failure = .unknownClient(usedBasic: usedBasic)
    }

    /// Returns `server` where the secret is its own; an unknown one costs the same digest.
    mutating func proven(
        by candidate: PresentedCredentials.Candidate,
        for server: ResourceServer?
    ) -> ResourceServer? {
        let digest = SHA256.digest(candidate.secret)
        guard let server else { return nil }
        guard ConstantTime.equals(digest, server.secretHash) else {
            failure = .wrongSecret(usedBasic: usedBasic)
            return nil
        }
        return server
    }
}

/// The header that each event loop found right last: a resource server sends the same one with
/// every request.
private struct ProvenHeader: Sendable {
    struct Kept {
        let header: [UInt8]
        let identifier: String
        let secretHash: [UInt8]
    }

    private let loops = LoopLocal<Kept?>(nil)

    /// What the secret in `header` was right for, compared in constant time.
    func server(of header: [UInt8]) -> Kept? {
        let kept = loops.withValue { $0 } ?? nil
        guard let kept, ConstantTime.equals(kept.header, header) else { return nil }
        return kept
    }

    func keep(_ header: [UInt8], of server: ResourceServer) {
        let kept = Kept(
            header: header,
            identifier: server.identifier,
            secretHash: server.secretHash
        )
        loops.withValue { $0 = kept }
    }
}
