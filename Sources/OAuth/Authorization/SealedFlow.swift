public import Cryptography
internal import JSON
public import Primitives

/// Keeps a pending authorization request in the page flow itself, sealed, so that a visitor who has
/// not signed in can store nothing.
///
/// The text opens only in the browser that began the flow and for ten minutes; it hides the state
/// and the challenge from whoever sees the page (RFC 7636 §7.1).
public struct FlowSealer: Sendable {
    /// How long the pages of one flow may stay open.
    public static let lifetimeSeconds: Int64 = 600

    private let key: SealingKey
    private let random: any RandomSource

    /// Creates the sealer.
    public init(key: SealingKey, random: any RandomSource) {
        self.key = key
        self.random = random
    }

    /// Seals an accepted request, with a new random request id.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - binding: A secret of the browser, such as the value of a cookie that only it holds.
    ///   - now: The time the flow begins.
    /// - Returns: A base64url text.
    public func seal(
        _ request: AcceptedAuthorizationRequest,
        binding: [UInt8],
        at now: Timestamp
    ) -> String {
        var object = JSONObject()
        object.append("c", .string(request.client.identifier))
        object.append("h", .string(Base64URL.encode(request.challenge.digest)))
        object.append("s", .integer(Int64(request.scopes.mask)))
        object.append("a", .string(request.resource))
        object.append("p", .integer(Int64(request.prompt.rawValue)))
        if let hint = request.loginHint { object.append("l", .string(hint)) }
        return seal(object, to: request.redirectURI, request.state, binding, now)
    }

    /// Seals an error that waits until the person has signed in.
    ///
    /// - Parameters:
    ///   - held: The error.
    ///   - binding: A secret of the browser, such as the value of a cookie that only it holds.
    ///   - now: The time the flow begins.
    /// - Returns: A base64url text.
    public func seal(
        _ held: AuthorizationRedirect,
        binding: [UInt8],
        at now: Timestamp
    ) -> String {
        var object = JSONObject()
        object.append("e", .string(held.error.code.rawValue))
        object.append("d", .string(held.error.description))
        object.append("n", .string(held.clientName))
        return seal(object, to: held.redirectURI, held.state, binding, now)
    }

    /// Seals a request whose client is not known yet, as it came.
    ///
    /// - Parameters:
    ///   - unresolved: The request.
    ///   - binding: A secret of the browser, such as the value of a cookie that only it holds.
    ///   - now: The time the flow begins.
    /// - Returns: A base64url text.
    public func seal(
        _ unresolved: UnresolvedRequest,
        binding: [UInt8],
        at now: Timestamp
    ) -> String {
        var object = JSONObject()
        object.append("q", unresolved.sealedParameters)
        return seal(object, binding, now)
    }

    private func seal(
        _ content: JSONObject,
        to redirectURI: RedirectURI,
        _ state: [UInt8]?,
        _ binding: [UInt8],
        _ now: Timestamp
    ) -> String {
        var object = content
        object.append("r", .string(redirectURI.text))
        if let state { object.append("t", .string(Base64URL.encode(state))) }
        return seal(object, binding, now)
    }

    private func seal(_ content: JSONObject, _ binding: [UInt8], _ now: Timestamp) -> String {
        var object = content
        object.append("i", .string(Base64URL.encode(random.bytes(16))))
        let end = now.adding(seconds: Self.lifetimeSeconds)
        object.append("x", .integer(end.secondsSinceEpoch))
        return close(object, binding)
    }

    /// Seals what a flow holds.
    func close(_ object: JSONObject, _ binding: [UInt8]) -> String {
        let plaintext = JSONValue.object(object).serialized()
        let sealed = key.seal(plaintext, context: Self.context(binding), random: random)
        return Base64URL.encode(sealed)
    }

    /// Opens a sealed flow, or returns `nil` for another browser, a changed text or after its time.
    func open(_ text: [UInt8], binding: [UInt8], at now: Timestamp) -> OpenedFlow? {
        content(of: text, binding, now).flatMap(OpenedFlow.init(_:))
    }

    /// What a sealed flow holds, or `nil` as for ``open(_:binding:at:)``.
    func content(of text: [UInt8], _ binding: [UInt8], _ now: Timestamp) -> JSONObject? {
        guard let sealed = Base64URL.decode(text),
            let plaintext = key.open(sealed, context: Self.context(binding)),
            let object = (try? JSONValue(parsing: plaintext))?.objectValue,
            let end = object["x"]?.integerValue, now.secondsSinceEpoch < end
        else { return nil }
        return object
    }

    private static func context(_ binding: [UInt8]) -> [UInt8] {
        Array("wayleave flow".utf8) + binding
    }
}
