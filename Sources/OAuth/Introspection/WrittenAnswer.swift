private import JSON
private import Primitives

/// An introspection answer as it is written, but for what differs between two tokens of the same
/// person, client and workspaces.
final class WrittenAnswer: Sendable {
    private let parties: GrantParties
    private let issuer: String
    private let audience: String
    private let scopes: ScopeSet
    private let confirmsPublishing: Bool
    /// Up to the grant's identifier.
    private let beginning: [UInt8]
    /// From the `authorization_details` on.
    private let end: [UInt8]

    private init(_ active: ActiveAccess) {
        let access = active.access
        parties = access.parties
        issuer = active.issuer
        audience = active.audience
        scopes = active.life.scopes
        confirmsPublishing = access.grant.terms.confirmsPublishing
        let details = DetailsCache.details(
            of: access.user.identifier,
            access.workspaces,
            scopes: scopes
        )
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.name(literal: "active")
        writer.bool(true)
        writer.name(literal: "iss")
        writer.string(issuer)
        writer.name(literal: "sub")
        writer.string(access.user.identifier)
        writer.name(literal: "username")
        writer.string(access.user.email)
        writer.name(literal: "name")
        writer.string(access.user.name)
        writer.name(literal: "client_id")
        writer.string(access.client.identifier)
        writer.name(literal: "client_name")
        writer.string(access.client.name)
        writer.name(literal: "scope")
        writer.string(details.scope)
        writer.name(literal: "aud")
        writer.string(audience)
        writer.name(literal: "token_type")
        writer.string("Bearer")
        writer.name(literal: "grant_id")
        beginning = writer.bytes
        writer = JSONWriter(capacity: 512)
        writer.name(literal: "authorization_details")
        writer.json(details.json)
        if confirmsPublishing {
            writer.name(literal: "confirm_publishing")
            writer.bool(true)
        }
        writer.name(literal: "revision")
        writer.string(details.revision)
        writer.endObject()
        end = writer.bytes
    }

    /// The whole answer for `active`.
    static func serialized(_ active: ActiveAccess) -> [UInt8] {
        let written = WrittenAnswers.answer(for: active) ?? WrittenAnswer(active)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(written.beginning.count + written.end.count + 96)
        bytes.append(contentsOf: written.beginning)
        JSONWriter.append(string: active.access.grant.identifier, to: &bytes)
        bytes.append(literal: #","iat":"#)
        bytes.append(decimal: active.life.issuedAt.secondsSinceEpoch)
        bytes.append(literal: #","exp":"#)
        bytes.append(decimal: active.life.expiresAt.secondsSinceEpoch)
        bytes.append(literal: ",")
        bytes.append(contentsOf: written.end)
        return bytes
    }

    private func fits(_ active: ActiveAccess) -> Bool {
        active.access.parties === parties && active.life.scopes == scopes
            && active.access.grant.terms.confirmsPublishing == confirmsPublishing
            && active.audience.isIdentical(to: audience) && active.issuer.isIdentical(to: issuer)
    }

    /// The answers that each event loop wrote last.
    ///
    /// Writing texts into JSON was a tenth of an introspection's time. What is kept belongs to an
    /// object that never changes, so it cannot be out of date: parties that are read anew are
    /// another object.
    private enum WrittenAnswers {
        /// Answers that a loop keeps, a kilobyte each; a power of two.
        private static let capacity = 1_024
        private static let kept = LoopLocal<[WrittenAnswer?]>([])

        /// What was written for the parties of `active`, now if not before; `nil` off the loops.
        static func answer(for active: ActiveAccess) -> WrittenAnswer? {
            kept.withValue { kept in
                if kept.isEmpty { kept = Array(repeating: nil, count: capacity) }
                let address = UInt(bitPattern: ObjectIdentifier(active.access.parties))
                // The upper bits of the product depend on all of the address (Fibonacci hashing).
                let place = Int((address &* 0x9e37_79b9_7f4a_7c15) >> 32) & (capacity - 1)
                if let known = kept[place], known.fits(active) { return known }
                let written = WrittenAnswer(active)
                kept[place] = written
                return written
            }
        }
    }
}
