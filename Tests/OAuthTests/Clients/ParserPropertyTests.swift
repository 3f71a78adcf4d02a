import OAuth
import TestSupport
import Testing

@Suite("Parsers on hostile input")
struct ParserPropertyTests {
    private static let seeds = [
        "https://client.example.org/callback?a=1", "http://localhost:3118/callback",
        "http://[::1]:8080/cb", "cursor://anysphere.cursor-mcp/oauth/callback",
        "com.example.app:/oauth2redirect", "https://[2001:db8::1]:8443/%20x",
    ]

    private static let spice = Array("/\\@#?%:.[]0-xX\u{0}\r\n é~&=+".utf8)

    private func mutated(_ text: String, _ random: SeededRandom) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0...random.next() % 3 {
            let position = Int(random.next() % UInt64(bytes.count + 1))
            let byte = Self.spice[Int(random.next() % UInt64(Self.spice.count))]
            switch random.next() % 3 {
            case 0: bytes.insert(byte, at: position)
            case 1 where position < bytes.count: bytes[position] = byte
            case 2 where position < bytes.count && bytes.count > 1: bytes.remove(at: position)
            default: break
            }
        }
        return bytes
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `whatever is accepted as a redirect URI is inert`(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        for _ in 0..<1_500 {
            let original = Self.seeds[Int(random.next() % UInt64(Self.seeds.count))]
            let bytes = mutated(original, random)
            guard let uri = try? RedirectURI(parsing: bytes) else { continue }
            let isInert = bytes.allSatisfy { byte in
                (0x21...0x7E).contains(byte) && ![0x23, 0x5C, 0x22, 0x3C, 0x3E].contains(byte)
            }
            #expect(isInert, "seed \(seed): \(uri.text)")
            #expect(uri.text.utf8.elementsEqual(bytes), "seed \(seed)")
            #expect(uri.kind == .privateUse || !hasUserInformation(bytes), "seed \(seed)")
            let registered = try RedirectURI(parsing: original)
            let isSame = bytes.elementsEqual(original.utf8)
            let mayDiffer = uri.kind == .loopback
            #expect(registered.allows(uri) == isSame || mayDiffer, "seed \(seed): \(uri.text)")
        }
    }

    /// A second reader of the host, as browsers do it (WHATWG URL).
    ///
    /// Slashes count either way, controls and white space are dropped, user information is cut off.
    /// Where both read a host they must agree.
    private func hostAsBrowsersReadIt(_ bytes: [UInt8]) -> [UInt8] {
        let kept = bytes.filter { $0 > 0x20 && $0 != 0x7F }
        let afterScheme = kept.drop { $0 != 0x3A }.dropFirst()
        let authority = afterScheme.drop { $0 == 0x2F || $0 == 0x5C }
            .prefix { ![0x2F, 0x5C, 0x3F, 0x23].contains($0) }
        let hostAndPort = authority.lastIndex(of: 0x40).map { authority[($0 + 1)...] } ?? authority
        return hostAndPort.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `T17 a browser reads the host that was checked`(seed: UInt64) throws {
        let random = SeededRandom(seed: seed &+ 100)
        for _ in 0..<1_500 {
            let original = Self.seeds[Int(random.next() % UInt64(Self.seeds.count))]
            let bytes = mutated(original, random)
            guard let uri = try? RedirectURI(parsing: bytes), uri.kind != .privateUse else {
                continue
            }
            let host = String(decoding: hostAsBrowsersReadIt(bytes), as: UTF8.self)
            #expect(host == uri.displayHost, "seed \(seed): \(uri.text)")
            let scheme = uri.kind == .https ? "https://" : "http://"
            #expect(uri.text.hasPrefix(scheme), "seed \(seed): \(uri.text)")
        }
    }

    private func hasUserInformation(_ bytes: [UInt8]) -> Bool {
        let authority = bytes.drop { $0 != 0x2F }.dropFirst(2).prefix { $0 != 0x2F && $0 != 0x3F }
        return authority.contains(0x40)
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `random bytes stop no parser`(seed: UInt64) async throws {
        let server = try Fixture()
        let random = SeededRandom(seed: seed)
        for _ in 0..<400 {
            let noise = random.bytes(Int(random.next() % 80))
            _ = server.codec.decode(noise)
            _ = server.codec.decode(Array("wla_".utf8) + noise)
            _ = CodeVerifier(parsing: noise)
            _ = CodeChallenge(parsing: noise)
            _ = ScopeParameter(parsing: noise)
            try? server.resource.check([noise, Array("https://".utf8) + noise])
            _ = try? server.registrar.register(noise, at: server.clock.now())
            let resumption = await server.authorization.resume(
                noise,
                binding: noise,
                person: UserKey(1)
            )
            #expect(resumption == .page(.flowOver))
            let found = try? await server.authentication.client(
                authorization: Array("Basic ".utf8) + noise,
                parameters: RequestParameters([.init(name: noise, value: noise)])
            )
            #expect(found == nil)
        }
    }
}
