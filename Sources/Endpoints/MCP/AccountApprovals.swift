internal import Cryptography
package import MCP
package import OAuth
package import Primitives

/// Approvals on the account pages: who cannot be asked by their client is asked there.
package struct AccountApprovals: CallApprovals {
    private let store: any CallApprovalStore
    private let address: String
    private let clock: any WallClock
    private let random: any RandomSource

    /// Creates the approvals whose page is at the absolute `address`.
    package init(
        store: any CallApprovalStore,
        address: String,
        clock: any WallClock,
        random: any RandomSource
    ) {
        self.store = store
        self.address = address
        self.clock = clock
        self.random = random
    }

    /// Says how a call stands.
    package func standing(
        of call: ApprovableCall
    ) async throws(IntrospectionFailure) -> ApprovalStanding {
        let version = Array("\(call.question.version) ".utf8)
        let now = clock.now()
        let request = CallApprovalRequest(
            person: call.token.subject,
            grant: call.token.grantID ?? "",
            digest: SHA256.digest(version + call.identity),
            shown: CallApproval(
                identifier: PublicIdentifier.callApproval.make(from: random),
                clientName: call.token.clientName ?? "",
                message: call.question.message,
                consent: call.question.consent,
                askedAt: now
            )
        )
        let standing: CallApprovalStanding
        do {
            standing = try await store.settle(request, at: now)
        } catch {
            throw IntrospectionFailure(reason: .unavailable)
        }
        switch standing {
        case .approved: return .approved
        case .declined: return .declined
        case .waiting(let identifier): return .waiting(link: "\(address)?call=\(identifier)")
        }
    }
}
