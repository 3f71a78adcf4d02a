import Primitives
import Testing

@Suite("Decimal numbers")
struct DecimalTests {
    @Test(arguments: [0, 7, -7, 10, 99, 100, 1_234_567_890, Int64.max, Int64.min])
    func `a number is written as its description`(value: Int64) {
        var bytes: [UInt8] = []
        bytes.append(decimal: value)
        #expect(String(decoding: bytes, as: UTF8.self) == value.description)
    }

    @Test(arguments: [(0, 1, "0"), (7, 3, "007"), (120, 3, "120"), (2_026, 4, "2026")])
    func `a number is filled up with zeros`(value: Int, width: Int, text: String) {
        var bytes: [UInt8] = []
        bytes.append(decimal: value, width: width)
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }
}
