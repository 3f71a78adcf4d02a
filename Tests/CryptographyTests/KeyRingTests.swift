import Primitives
import TestSupport
import Testing

@testable import Cryptography

@Suite("The key ring")
struct KeyRingTests {
    private static let root = [UInt8](repeating: 5, count: 32)
    private static let peppers = [
        UInt8(1): MACKey([UInt8](repeating: 1, count: 32)),
        UInt8(7): MACKey([UInt8](repeating: 7, count: 32)),
    ]

    @Test func `the highest numbered pepper is the newest`() {
        let ring = KeyRing(rootKey: Self.root, tokenPeppers: Self.peppers)
        #expect(ring.newestPepperID == 7)
        #expect(ring.tokenPeppers.keys.sorted() == [1, 7])
    }

    @Test func `every purpose has a key of its own, the same after a restart`() {
        let ring = KeyRing(rootKey: Self.root, tokenPeppers: Self.peppers)
        let again = KeyRing(rootKey: Self.root, tokenPeppers: Self.peppers)
        #expect(fingerprints(ring) == fingerprints(again))
        #expect(Set(fingerprints(ring)).count == fingerprints(ring).count)
        let other = KeyRing(rootKey: [UInt8](repeating: 6, count: 32), tokenPeppers: Self.peppers)
        #expect(Set(fingerprints(ring)).isDisjoint(with: fingerprints(other)))
    }

    private func fingerprints(_ ring: KeyRing) -> [[UInt8]] {
        let message = bytes("fingerprint")
        let macKeys = [ring.csrfKey, ring.clientSecretKey, ring.throttleKey]
        let sealingKeys = [ring.registrationKey, ring.flowKey]
        return macKeys.map { $0.authenticate(message) }
            + sealingKeys.map { $0.sealDeterministically(message, context: []) }
            + [ring.tokenBlockKey.encipher([UInt8](repeating: 0, count: 16))]
    }
}
