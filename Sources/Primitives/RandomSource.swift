/// Where unpredictable bytes come from; injected, so that tests can seed it.
///
/// The product's source is `Cryptography.SystemRandom`.
public protocol RandomSource: Sendable {
    /// Returns `count` bytes that nobody can predict; `count` is at least 0.
    func bytes(_ count: Int) -> [UInt8]
}
