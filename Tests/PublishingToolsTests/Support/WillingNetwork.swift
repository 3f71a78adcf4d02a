import Primitives
import Publishing
import TestSupport

/// A network that gives every permission; its code is `code-1` and its account `42`.
final class WillingNetwork: ConnectableNetwork {
    /// The states that people were sent away with.
    let states = Shared<[String]>([])

    var authProvider: String { "mastodon" }
    var question: ConnectionQuestion { .server }

    func begin(
        _ answers: ConnectionAnswers,
        _ journey: ConnectionJourney
    ) async -> ConnectionBeginning {
        states.change { $0.append(journey.state.exposed) }
        return .visit(
            url: "https://mastodon.example/authorize?state=\(journey.state.exposed)",
            PendingAuthorization(
                endpoint: "https://mastodon.example",
                verifier: SecretText("verifier"),
                issuer: "https://mastodon.example/"
            )
        )
    }

    func complete(
        _ code: SecretText,
        _ pending: PendingAuthorization,
        callback: String
    ) async -> Result<[ProfileOffer], ConnectionRefusal> {
        guard code.exposed == "code-1", pending.verifier?.exposed == "verifier" else {
            return .failure(.expired)
        }
        let names = [("42", "@ada@mastodon.example"), ("43", "@shop@mastodon.example")]
        return .success(
            names.map { account, handle in
                var offer = ProfileOffer(
                    network: .mastodon,
                    account: account,
                    name: "Ada",
                    handle: handle,
                    connection: ProfileConnection(
                        endpoint: "https://mastodon.example",
                        secret: SecretText("the secret of \(account)"),
                        account: account
                    )
                )
                offer.limits = NetworkLimits(5_000, .links(as: 23), media: 8)
                return offer
            }
        )
    }

    func release(
        _ connection: ProfileConnection,
        others: [SecretText],
        callback: String
    ) async -> ConnectionRelease {
        .ended
    }
}
