private import Primitives

/// A difference between the document that somebody approved and the one that is published now.
public struct ClientChange: Sendable, Equatable {
    /// What a document can change that matters to a person.
    public enum Subject: Sendable, Equatable, CaseIterable {
        /// The name.
        case name
        /// The home page.
        case homePage
        /// Where answers may be sent.
        case redirectURIs
        /// How the client proves itself.
        case method
        /// The keys it does so with.
        case keys
    }

    /// What changed.
    public let subject: Subject
    /// What was approved and is gone.
    public let before: [String]
    /// What is new.
    public let after: [String]
}

extension ClientMetadata {
    /// What differs from `approved`, in the order of its weight to a person.
    ///
    /// - Parameter approved: What was approved.
    /// - Returns: Nothing where no person would see a difference.
    public func changes(since approved: ClientMetadata) -> [ClientChange] {
        ClientChange.Subject.allCases.compactMap { subject in
            let before = approved.values(of: subject)
            let after = values(of: subject)
            let gone = before.filter { old in !after.contains { $0.isIdentical(to: old) } }
            let new = after.filter { text in !before.contains { $0.isIdentical(to: text) } }
            guard !gone.isEmpty || !new.isEmpty else { return nil }
            return ClientChange(subject: subject, before: gone, after: new)
        }
    }

    /// This metadata without the keys that `published` does not have any more; `nil` where none is
    /// missing.
    ///
    /// A key that its owner withdrew must stop working at once, before anybody approves the new
    /// document; a new key must not work before that.
    func withoutKeys(missingFrom published: ClientMetadata) -> ClientMetadata? {
        guard case .inline(let pinned)? = proof.keys else { return nil }
        let remaining: [JSONWebKey]
        switch published.proof.keys {
        case .inline(let set)?: remaining = pinned.keys.filter { set.keys.contains($0) }
        case .address?: return nil
        case nil: remaining = []
        }
        guard remaining.count < pinned.keys.count else { return nil }
        return ClientMetadata(
            name: name,
            redirectURIs: redirectURIs,
            proof: ClientProof(
                keys: .inline(JSONWebKeySet(keys: remaining)),
                algorithm: proof.algorithm,
                isOptional: proof.isOptional
            ),
            applicationType: applicationType,
            homePage: homePage,
            scopes: scopes
        )
    }

    /// Whether a client with this metadata proves itself less well than one with `approved`.
    ///
    /// It does when the keys are gone, became optional, or are all others: whoever took over a
    /// document could then use what was approved for its former owner.
    ///
    /// - Parameter approved: What was approved.
    /// - Returns: `false` for keys that only came or went beside one that stayed.
    public func provesLess(than approved: ClientMetadata) -> Bool {
        guard let old = approved.proof.keys else { return false }
        guard let new = proof.keys, approved.proof.isOptional || !proof.isOptional else {
            return true
        }
        switch (old, new) {
        case (.inline(let old), .inline(let new)):
            return !old.keys.isEmpty && !old.keys.contains { new.keys.contains($0) }
        default: return old != new
        }
    }

    private func values(of subject: ClientChange.Subject) -> [String] {
        switch subject {
        case .name: return [displayName]
        case .homePage: return homePage.map { [$0] } ?? []
        case .redirectURIs: return redirectURIs.map(\.text)
        case .method:
            return proof.isOptional ? [method.rawValue, "none"] : [method.rawValue]
        case .keys:
            switch proof.keys {
            case nil: return []
            case .address(let text)?: return [text]
            case .inline(let set)?: return set.keys.map(\.thumbprint)
            }
        }
    }
}
