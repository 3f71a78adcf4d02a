internal import Primitives

/// What a request says about who sends it (RFC 6749 §2.3.1).
struct PresentedCredentials: Sendable {
    /// An identifier with the secret that came with it.
    struct Candidate: Sendable {
        let identifier: [UInt8]
        let secret: [UInt8]
    }

    private static let names = [
        "client_id", "client_secret", "client_assertion", "client_assertion_type",
    ]

    /// How the credentials were sent.
    let method: ClientMetadata.AuthenticationMethod
    /// Every reading of them; `Basic` has two, since clients disagree about form-encoding.
    let candidates: [Candidate]
    /// The signed text of ``ClientMetadata/AuthenticationMethod/privateKeyJWT``.
    let assertion: [UInt8]?

    /// Reads the `Authorization` header and the body.
    ///
    /// A `client_id` beside `Basic` is one method, not two, as long as both name the same client.
    init(
        authorization: [UInt8]?,
        parameters: RequestParameters
    ) throws(ClientAuthenticationFailure) {
        guard !parameters.repeatsAny(of: Self.names) else { throw .repeatedParameter }
        let identifier = parameters.first("client_id")
        let secret = parameters.first("client_secret")
        assertion = try Self.assertion(in: parameters)
        if let authorization {
            guard secret == nil, assertion == nil else { throw .twoMethods }
            let candidates = try Self.basicCandidates(authorization)
            if let identifier, !candidates.contains(where: { $0.identifier == identifier }) {
                throw .twoClients
            }
            method = .basic
            self.candidates = candidates
            return
        }
        if assertion != nil {
            guard secret == nil else { throw .twoMethods }
            method = .privateKeyJWT
            // RFC 7521 §4.2: without client_id the assertion alone names the client.
            candidates = identifier.map { [Candidate(identifier: $0, secret: [])] } ?? []
            return
        }
        guard let identifier else { throw .noClient }
        method = secret == nil ? .none : .post
        candidates = [Candidate(identifier: identifier, secret: secret ?? [])]
    }

    /// Whether the body says anything about the sender.
    static func areIn(_ parameters: RequestParameters) -> Bool {
        parameters.pairs.contains { pair in names.contains { pair.isNamed($0) } }
    }

    private static func assertion(
        in parameters: RequestParameters
    ) throws(ClientAuthenticationFailure) -> [UInt8]? {
        guard let assertion = parameters.first("client_assertion") else { return nil }
        let type = parameters.first("client_assertion_type") ?? []
        guard type.elementsEqual(ClientAssertion.type.utf8) else {
            throw .badAssertion(.otherAssertionType)
        }
        return assertion
    }

    /// Reads `Basic` credentials form-decoded, as RFC 6749 §2.3.1 says, and raw, as many clients
    /// send.
    private static func basicCandidates(
        _ header: [UInt8]
    ) throws(ClientAuthenticationFailure) -> [Candidate] {
        guard hasBasicScheme(header) else { throw .unsupportedScheme }
        let encoded = header.dropFirst(6).drop { $0 == 0x20 }
        guard let decoded = base64(encoded),
            let colon = decoded.firstIndex(of: UInt8(ascii: ":")), colon > 0
        else { throw .malformedBasic }
        let raw = Candidate(
            identifier: Array(decoded[..<colon]),
            secret: Array(decoded[(colon + 1)...])
        )
        let isEncoded = decoded.contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "%") }
        guard isEncoded, let identifier = formDecoded(raw.identifier),
            let secret = formDecoded(raw.secret),
            identifier != raw.identifier || secret != raw.secret
        else { return [raw] }
        return [Candidate(identifier: identifier, secret: secret), raw]
    }

    private static let scheme = Array("basic ".utf8)

    private static func hasBasicScheme(_ header: [UInt8]) -> Bool {
        guard header.count >= scheme.count else { return false }
        for position in scheme.indices where ASCII.lowercased(header[position]) != scheme[position]
        {
            return false
        }
        return true
    }

    /// Decodes the standard base64 alphabet, with or without its padding.
    private static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var translated = Array(bytes)
        for position in translated.indices {
            switch translated[position] {
            case UInt8(ascii: "-"), UInt8(ascii: "_"): return nil
            case UInt8(ascii: "+"): translated[position] = UInt8(ascii: "-")
            case UInt8(ascii: "/"): translated[position] = UInt8(ascii: "_")
            default: break
            }
        }
        for _ in 0..<2 where translated.last == UInt8(ascii: "=") { translated.removeLast() }
        return Base64URL.decode(translated)
    }

    private static func formDecoded(_ bytes: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "+"): output.append(0x20)
            case UInt8(ascii: "%"):
                guard index + 2 < bytes.count, let high = ASCII.hexValue(bytes[index + 1]),
                    let low = ASCII.hexValue(bytes[index + 2])
                else { return nil }
                output.append(high << 4 | low)
                index += 2
            case let byte: output.append(byte)
            }
            index += 1
        }
        return output
    }
}
