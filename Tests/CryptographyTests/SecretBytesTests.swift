import Primitives
import Testing

@testable import Cryptography

@Suite("Secrets in memory")
struct SecretBytesTests {
    @Test func `every byte is overwritten before the memory is freed`() {
        let seen = Lock<[UInt8]>([])
        do {
            let secret = unsafe SecretBytes(
                count: 64,
                afterWiping: { bytes in seen.withLock { $0 = bytes } },
                fill: { buffer in
                    // The buffer has the 64 bytes asked for.
                    unsafe buffer.copyBytes(from: [UInt8](repeating: 0xa5, count: 64))
                }
            )
            #expect(unsafe secret.withUnsafeBytes { unsafe $0.allSatisfy { $0 == 0xa5 } })
            #expect(secret.count == 64)
        }
        #expect(seen.withLock { $0 } == [UInt8](repeating: 0, count: 64))
    }
}
