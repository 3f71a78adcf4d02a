import TestSupport
import Testing

@testable import JSON

@Suite("Properties of the JSON reader and writer")
struct JSONPropertyTests {
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `what was written is read back equal`(seed: UInt64) throws {
        let random = Random(seed: seed)
        let value = random.value(depth: 5)
        #expect(try JSONValue(parsing: value.serialized()) == value, "seed \(seed)")
        #expect(try JSONValue(parsing: value.prettyPrinted()) == value, "seed \(seed)")
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `changed bytes are read or refused, and what is read is stable`(seed: UInt64) throws {
        let random = Random(seed: seed)
        let original = random.value(depth: 4).serialized()
        for _ in 0..<50 {
            var bytes = original
            for _ in 0...random.below(3) { random.mutate(&bytes) }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            #expect(try JSONValue(parsing: value.serialized()) == value, "seed \(seed)")
        }
    }

    /// Draws values, texts and changes from a seeded source.
    struct Random {
        let source: SeededRandom

        init(seed: UInt64) { source = SeededRandom(seed: seed) }

        func below(_ limit: UInt64) -> Int { Int(source.next() % limit) }

        func text() -> String {
            let alphabet: [Unicode.Scalar] = [
                "a", "Z", "\"", "\\", "/", "\n", "\u{0}", "\u{1f}", "\u{7f}", "é", "\u{301}",
                "\u{2028}", "\u{fffd}", "\u{1f600}",
            ]
            var text = String.UnicodeScalarView()
            for _ in 0..<below(12) { text.append(alphabet[below(UInt64(alphabet.count))]) }
            return String(text)
        }

        func value(depth: Int) -> JSONValue {
            switch below(depth > 0 ? 7 : 5) {
            case 0: return .null
            case 1: return .bool(below(2) == 0)
            case 2: return .integer(Int64(bitPattern: source.next()))
            case 3:
                let number = Double(bitPattern: source.next())
                return .number(number.isFinite ? number : 0.25)
            case 4: return .string(text())
            case 5: return .array((0..<below(5)).map { _ in value(depth: depth - 1) })
            default:
                var object = JSONObject()
                for _ in 0..<below(20) { object.append(text(), value(depth: depth - 1)) }
                return .object(object)
            }
        }

        func mutate(_ bytes: inout [UInt8]) {
            let position = below(UInt64(bytes.count) + 1)
            switch below(3) {
            case 0 where position < bytes.count:
                bytes[position] = UInt8(truncatingIfNeeded: source.next())
            case 1 where position < bytes.count: bytes.remove(at: position)
            default: bytes.insert(UInt8(truncatingIfNeeded: source.next()), at: position)
            }
        }
    }
}
