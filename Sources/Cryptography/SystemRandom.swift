private import COpenSSL
public import Primitives

/// The random source of the product: OpenSSL's generator, seeded by the kernel.
public struct SystemRandom: RandomSource {
    /// Creates the source.
    public init() {}

    /// Returns `count` unpredictable bytes; ends the process where the generator fails.
    ///
    /// There is no safe way on without randomness: every token and key would be guessable.
    public func bytes(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { output, filled in
            // `output` has room for the `count` bytes that the call writes.
            let status = unsafe RAND_bytes(output.baseAddress, Int32(count))
            guard status == 1 else { fatalError("The system's random generator failed.") }
            filled = count
        }
    }
}
