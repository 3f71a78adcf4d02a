import Cryptography
import Testing

@Suite("The system's random source")
struct SystemRandomTests {
    @Test(arguments: [0, 1, 16, 32, 4_096])
    func `as many bytes come as were asked for`(count: Int) {
        #expect(SystemRandom().bytes(count).count == count)
    }

    @Test func `no two draws are equal`() {
        let draws = (0..<1_000).map { _ in SystemRandom().bytes(16) }
        #expect(Set(draws).count == draws.count)
    }
}
