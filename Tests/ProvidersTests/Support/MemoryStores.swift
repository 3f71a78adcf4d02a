import Primitives
import Publishing
import TestSupport

/// Registrations in memory.
final class MemoryApps: NetworkAppStore {
    let apps = Shared<[String: NetworkApp]>([:])

    func app(at endpoint: String, callback: String) async throws(PublishingFault) -> NetworkApp? {
        apps.value["\(endpoint) \(callback)"]
    }

    func keep(
        _ app: NetworkApp,
        at endpoint: String,
        callback: String
    ) async throws(PublishingFault) -> NetworkApp {
        let key = "\(endpoint) \(callback)"
        apps.change { $0[key] = $0[key] ?? app }
        return apps.value[key] ?? app
    }

    func forget(
        _ app: NetworkApp,
        at endpoint: String,
        callback: String
    ) async throws(PublishingFault) {
        apps.change { $0["\(endpoint) \(callback)"] = nil }
    }
}

/// The secrets of one profile in memory, with whatever was done to them.
final class MemorySecrets: ProfileSecretStore {
    let held: Shared<ProfileConnection?>
    let expired = Shared(0)

    init(_ connection: ProfileConnection?) {
        held = Shared(connection)
    }

    func connection(of profile: String) async throws(PublishingFault) -> ProfileConnection? {
        held.value
    }

    func renew(
        _ profile: String,
        from old: SecretText,
        to new: SecretText
    ) async throws(PublishingFault) -> Bool {
        guard let known = held.value, known.secret?.exposed == old.exposed else { return false }
        let renewed = ProfileConnection(
            endpoint: known.endpoint,
            secret: new,
            account: known.account
        )
        held.change { $0 = renewed }
        return true
    }

    func expire(_ profile: String, holding secret: SecretText?) async throws(PublishingFault) {
        expired.change { $0 += 1 }
    }
}
