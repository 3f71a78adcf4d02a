import HTTP
import TestSupport
import Testing

@Suite("Names of requests")
struct RequestNameTests {
    @Test func `a name is sixteen lower-case hexadecimal digits of its number`() {
        let random = SeededRandom(seed: 7)
        let numbers =
            [UInt64](arrayLiteral: 0, 1, 0x0123_4567_89ab_cdef, .max)
            + (0..<1_000).map { _ in random.next() }
        for number in numbers {
            let digits = String(number, radix: 16)
            let expected = String(repeating: "0", count: 16 - digits.utf8.count) + digits
            #expect(RequestName(number).description == expected)
        }
    }
}
