internal import Primitives

extension NetworkCredentials {
    /// Whether any of `others` lives by the same permission: ending it would end theirs too.
    func isShared(with others: [SecretText]) -> Bool {
        others.compactMap(NetworkCredentials.init(_:)).contains { other in
            if other.access.exposed.isIdentical(to: access.exposed) { return true }
            guard let refresh, let theirs = other.refresh else { return false }
            return theirs.exposed.isIdentical(to: refresh.exposed)
        }
    }
}
