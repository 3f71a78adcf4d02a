import Cryptography
import Directory
import Testing

@Suite("CSRF tokens")
struct CSRFTests {
    private let forms = CSRF(key: MACKey([UInt8](repeating: 1, count: 32)))
    private let browser = BrowserDigest(bytes: [UInt8](repeating: 2, count: 32))
    private let other = BrowserDigest(bytes: [UInt8](repeating: 3, count: 32))

    @Test(arguments: CSRF.Purpose.allCases)
    func `a token is valid for its own form alone`(purpose: CSRF.Purpose) {
        let flow = Array("flow".utf8)
        let token = Array(forms.token(for: purpose, browser: browser, flow: flow).utf8)
        #expect(forms.isValid(token, for: purpose, browser: browser, flow: flow))
        #expect(!forms.isValid(token, for: purpose, browser: other, flow: flow))
        #expect(!forms.isValid(token, for: purpose, browser: browser, flow: []))
        #expect(!forms.isValid(token, for: purpose, browser: browser, flow: Array("flox".utf8)))
        for another in CSRF.Purpose.allCases where another != purpose {
            #expect(!forms.isValid(token, for: another, browser: browser, flow: flow))
        }
        let strange = CSRF(key: MACKey([UInt8](repeating: 9, count: 32)))
        #expect(!strange.isValid(token, for: purpose, browser: browser, flow: flow))
    }

    @Test func `every changed, cut or padded token is refused`() {
        let token = Array(forms.token(for: .consent, browser: browser).utf8)
        var wrong = [[], Array(token.dropLast()), token + [0x41], Array(token.prefix(22))]
        for index in token.indices {
            var changed = token
            changed[index] = changed[index] == 0x41 ? 0x42 : 0x41
            wrong.append(changed)
        }
        for one in wrong {
            #expect(!forms.isValid(one, for: .consent, browser: browser))
        }
    }
}
