/// How much work one scrypt password hash costs (RFC 7914 §2).
public struct PasswordParameters: Sendable, Equatable {
    /// The cost: scrypt's N is 2 to this power.
    public let log2Cost: Int
    /// scrypt's r; a hash takes 128 · N · r bytes of memory.
    public let blockSize: Int
    /// scrypt's p; time grows with it, memory does not.
    public let parallelism: Int

    /// N = 2^17, r = 8, p = 1: 128 MiB and about a third of a second (OWASP's first choice for
    /// scrypt).
    public static let standard = PasswordParameters(log2Cost: 17)

    /// Creates parameters that are known to be within bounds.
    private init(log2Cost: Int) {
        self.log2Cost = log2Cost
        blockSize = 8
        parallelism = 1
    }

    /// Creates parameters, or `nil` where a hash with them would cost more than this program ever
    /// asks for.
    ///
    /// Stored hashes name their own parameters, so that without bounds one planted hash could take
    /// all memory: at most 256 MiB and four times the work of ``standard``.
    ///
    /// - Parameters:
    ///   - log2Cost: From 1 to 20.
    ///   - blockSize: From 1 to 32.
    ///   - parallelism: From 1 to 16.
    public init?(log2Cost: Int, blockSize: Int, parallelism: Int) {
        guard (1...20).contains(log2Cost), (1...32).contains(blockSize),
            (1...16).contains(parallelism)
        else { return nil }
        let memory = 128 * blockSize << log2Cost
        guard memory <= 256 << 20, memory * parallelism <= 512 << 20 else { return nil }
        // scrypt itself demands N < 2^(128 r / 8), which only a tiny r can break.
        guard log2Cost < 16 * blockSize else { return nil }
        self.log2Cost = log2Cost
        self.blockSize = blockSize
        self.parallelism = parallelism
    }
}
