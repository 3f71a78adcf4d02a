import HTTP
import TestSupport
import Testing

@Suite("Properties of the wire format")
struct WirePropertyTests {
    private static let limits: HTTPLimits = {
        var limits = HTTPLimits()
        limits.maximumStartLineBytes = 64
        limits.maximumHeadBytes = 256
        limits.maximumFields = 6
        limits.maximumBodyBytes = 32
        limits.maximumChunkExtensionBytes = 16
        return limits
    }()

    private static let seeds = [
        "GET /a?b=c HTTP/1.1\r\nHost: a\r\n\r\n"
            + "POST /d HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
        "POST /d HTTP/1.1\r\nHost: a:80\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3;x=\"y\"\r\nabc\r\n0\r\nT: u\r\n\r\n",
        "OPTIONS * HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
            + "HEAD http://[::1]/ HTTP/1.1\r\nHost: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 304 X\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\nabc\r\n0\r\n\r\nHTTP/1.0 200 \r\n\r\nx",
    ].map { Array($0.utf8) }

    /// The bytes on which readers of HTTP tend to differ.
    private static let meaningful =
        Array("\r\n\0:; \t,0aAfF\"\\%?#/\u{7f}+-_".utf8) + [0x85, 0xa0, 0xff]

    private func mutate(_ bytes: [UInt8], _ random: SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.next() % 4 {
            let offset = Int(random.next() % UInt64(bytes.count))
            let byte = WirePropertyTests.meaningful[
                Int(random.next() % UInt64(WirePropertyTests.meaningful.count))
            ]
            switch random.next() % 5 {
            case 0: bytes[offset] = byte
            case 1: bytes.insert(byte, at: offset)
            case 2 where bytes.count > 1: bytes.remove(at: offset)
            case 3: bytes[offset] = UInt8(truncatingIfNeeded: random.next())
            default:
                let end = min(bytes.count, offset + Int(random.next() % 24))
                bytes.insert(contentsOf: bytes[offset..<end], at: offset)
            }
        }
        return bytes
    }

    private func portions(_ bytes: [UInt8], _ random: SeededRandom) -> [[UInt8]] {
        var portions: [[UInt8]] = []
        var offset = 0
        while offset < bytes.count {
            let end = min(bytes.count, offset + 1 + Int(random.next() % 16))
            portions.append(Array(bytes[offset..<end]))
            offset = end
        }
        return portions
    }

    @Test(arguments: UInt64(1)...40)
    func `mutated requests are read alike however they are cut, and within the limits`(
        seed: UInt64
    ) {
        let random = SeededRandom(seed: seed)
        for _ in 0..<100 {
            let original = WirePropertyTests.seeds[Int(random.next() % 3)]
            let bytes = mutate(original, random)
            let whole = Transcript.requests([bytes], limits: WirePropertyTests.limits)
            let cut = Transcript.requests(
                portions(bytes, random),
                limits: WirePropertyTests.limits
            )
            #expect(whole == cut, "seed \(seed): \(bytes)")
            checkLimits(bytes, seed: seed)
        }
    }

    private func checkLimits(_ bytes: [UInt8], seed: UInt64) {
        let limits = WirePropertyTests.limits
        var parser = RequestParser(limits: limits)
        parser.append(bytes)
        while case .request(let request) = parser.next() {
            let size = request.fields.reduce(0) {
                $0 + $1.name.description.utf8.count + $1.value.bytes.count
            }
            #expect(size <= limits.maximumHeadBytes, "seed \(seed): \(bytes)")
            #expect(request.fields.count <= limits.maximumFields, "seed \(seed): \(bytes)")
            #expect(request.body.count <= limits.maximumBodyBytes, "seed \(seed): \(bytes)")
            #expect(
                request.path.utf8.count + (request.query?.count ?? 0)
                    < limits.maximumStartLineBytes,
                "seed \(seed): \(bytes)"
            )
        }
    }

    @Test(arguments: UInt64(1)...40)
    func `mutated responses are read alike however they are cut`(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        for _ in 0..<100 {
            let original = WirePropertyTests.seeds[3 + Int(random.next() % 2)]
            let bytes = mutate(original, random)
            let limits = WirePropertyTests.limits
            let whole = Transcript.responses([bytes], to: [.get, .get], limits: limits)
            let cut = Transcript.responses(
                portions(bytes, random),
                to: [.get, .get],
                limits: limits
            )
            #expect(whole == cut, "seed \(seed): \(bytes)")
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `random bytes are never a request`(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        for _ in 0..<50 {
            let lines = Transcript.requests([random.bytes(200)])
            #expect(lines.count <= 1)
            #expect(lines.allSatisfy { $0.hasPrefix("refused") }, "seed \(seed)")
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `forms and percent coding go there and back`(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        for _ in 0..<50 {
            let fields = (0..<random.next() % 6).map { _ in
                FormFields.Field(name: text(random), value: text(random))
            }.filter { !$0.name.isEmpty || !$0.value.isEmpty }
            let form = FormFields(fields)
            #expect(try FormDecoder.decode(FormEncoder.encode(form)) == form, "seed \(seed)")
            let plain = text(random)
            let encoded = Array(PercentCoding.encode(plain).utf8)
            #expect(PercentCoding.decode(encoded) == Array(plain.utf8), "seed \(seed)")
        }
    }

    private func text(_ random: SeededRandom) -> String {
        String(decoding: random.bytes(Int(random.next() % 12)), as: UTF8.self)
    }

    @Test(arguments: UInt64(1)...20)
    func `what the serializer writes the response parser reads`(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        for _ in 0..<50 {
            let body = random.bytes(Int(random.next() % 40))
            var output: [UInt8] = []
            let serializer = ResponseSerializer(
                answering: .get,
                minorVersion: 1,
                keepsConnection: true
            )
            let response = HTTPResponse(status: .ok, contentType: "a/b", bytes: body)
            _ = serializer.append(response, date: Array("x".utf8), to: &output)
            var parser = ResponseParser()
            parser.expectResponse(to: .get)
            for portion in portions(output, random) { parser.append(portion) }
            guard case .response(let read) = parser.next() else {
                Issue.record("seed \(seed)")
                return
            }
            #expect(read.body == body, "seed \(seed)")
            #expect(read.fields.text(.contentType) == "a/b")
        }
    }
}
