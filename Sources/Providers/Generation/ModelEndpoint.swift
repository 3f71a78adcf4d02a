internal import HTTP
public import Primitives

/// Where a model answers, as the operator set it up.
public struct ModelEndpoint: Sendable {
    /// The address that `/chat/completions` and the like follow, without a slash at its end.
    let base: String
    /// Scheme, host and port of the address.
    public let origin: String
    /// The name of the model.
    public let model: String
    /// What proves us there.
    let key: SecretText?

    /// Describes an endpoint; `nil` where address, name or key cannot be ones.
    ///
    /// - Parameters:
    ///   - address: Such as `https://api.example.com/v1`; `http` is for models nearby.
    ///   - model: The name of the model.
    ///   - key: The bearer key, or `nil` where the endpoint wants none.
    public init?(address: String, model: String, key: SecretText?) {
        var bytes = Array(address.utf8)
        while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        let base = String(decoding: bytes, as: UTF8.self)
        guard let url = AbsoluteURL(base), url.query == nil, !model.isEmpty,
            model.utf8.count <= 200, model.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }),
            key.map({ Self.canStandInField($0.exposed) }) ?? true
        else { return nil }
        self.base = base
        self.model = model
        self.key = key
        origin = url.origin
    }

    /// Whether a key is one of visible ASCII characters.
    private static func canStandInField(_ key: String) -> Bool {
        (1...4_096).contains(key.utf8.count) && key.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }
}
