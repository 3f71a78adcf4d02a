internal import Primitives
internal import Publishing

/// Renews what proves profiles, for each profile once at a time.
///
/// A refresh token is often good for one use. Two publications that find the same access token
/// expired must not both use it, and one that comes late takes what the other one got.
final class TokenKeeper: Sendable {
    /// What a network says to a refresh token.
    enum Answer: Sendable {
        case granted(NetworkCredentials)
        case refused
        case failed
    }

    /// What came of it.
    enum Renewal: Sendable {
        case renewed(NetworkCredentials)
        case shutOut
        case failed
    }

    private let store: any ProfileSecretStore
    private let running = Lock<[String: Task<Renewal, Never>]>([:])

    init(_ store: any ProfileSecretStore) {
        self.store = store
    }

    /// Renews the credentials of a profile, or takes those that somebody else has renewed.
    ///
    /// - Parameters:
    ///   - profile: The profile, `spr_…`.
    ///   - used: What its network did not accept.
    ///   - ask: Asks the network; called at most once.
    /// - Returns: What came of it.
    func renew(
        _ profile: String,
        _ used: NetworkCredentials,
        _ ask: @escaping @Sendable (NetworkCredentials) async -> Answer
    ) async -> Renewal {
        let task = running.withLock { running in
            if let task = running[profile] { return task }
            let task = Task {
                let renewal = await self.renewal(profile, used, ask)
                self.running.withLock { $0[profile] = nil }
                return renewal
            }
            running[profile] = task
            return task
        }
        return await task.value
    }

    private func renewal(
        _ profile: String,
        _ used: NetworkCredentials,
        _ ask: @Sendable (NetworkCredentials) async -> Answer
    ) async -> Renewal {
        do throws(PublishingFault) {
            if let newer = try await newer(profile, than: used) { return .renewed(newer) }
            switch await ask(used) {
            case .failed: return .failed
            case .refused:
                return try await newer(profile, than: used).map(Renewal.renewed) ?? .shutOut
            case .granted(let fresh):
                _ = try await store.renew(profile, from: used.text, to: fresh.text)
                return .renewed(fresh)
            }
        } catch {
            return .failed
        }
    }

    /// What the store holds, where it is not `used` any more.
    private func newer(
        _ profile: String,
        than used: NetworkCredentials
    ) async throws(PublishingFault) -> NetworkCredentials? {
        guard let secret = try await store.connection(of: profile)?.secret,
            !secret.exposed.isIdentical(to: used.text.exposed)
        else { return nil }
        return NetworkCredentials(secret)
    }
}
