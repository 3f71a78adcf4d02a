private import Cryptography
internal import JSON
private import Primitives

extension ClientMetadata {
    /// The canonical JSON: equal metadata gives equal bytes, in one order and with short names.
    ///
    /// It is what a dynamic `client_id` seals, so its length counts in every address.
    public var canonicalJSON: [UInt8] {
        var object = JSONObject()
        object.append("r", .array(redirectURIs.map { .string($0.text) }))
        object.append("m", .string(method.rawValue))
        if let name { object.append("n", .string(name)) }
        if let applicationType { object.append("t", .string(applicationType.rawValue)) }
        if let homePage { object.append("u", .string(homePage)) }
        if let keys = proof.keys { object.append("k", keys.canonical) }
        if let algorithm = proof.algorithm { object.append("g", .string(algorithm.rawValue)) }
        if proof.isOptional { object.append("o", true) }
        if !scopes.isEmpty { object.append("s", .integer(Int64(scopes.mask))) }
        return JSONValue.object(object).serialized()
    }

    /// Reads what ``canonicalJSON`` wrote, or returns `nil`.
    ///
    /// An event loop keeps what it read last: the same bytes mean the same client, and a client
    /// shows them with every request.
    public init?(canonicalJSON bytes: [UInt8]) {
        let digest = Self.digest(of: bytes)
        if let known = Self.lastRead.withValue({ $0[digest] }) ?? nil, known.bytes == bytes {
            self = known.metadata
            return
        }
        self.init(reading: bytes)
        let read = self
        Self.lastRead.withValue { kept in
            if kept.count >= Self.keptAtMost { kept.removeAll(keepingCapacity: true) }
            kept[digest] = (bytes, read)
        }
    }

    /// The hash of all bytes at once: that of an array takes them one by one.
    private static func digest(of bytes: [UInt8]) -> Int {
        var hasher = Hasher()
        // The pointer is used only inside this closure.
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        return hasher.finalize()
    }

    private static let keptAtMost = 1_000
    private static let lastRead = LoopLocal<[Int: (bytes: [UInt8], metadata: ClientMetadata)]>([:])

    private init?(reading bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes), let object = value.objectValue,
            let addresses = object["r"]?.arrayValue,
            let proof = Self.proof(in: object)
        else { return nil }
        let uris = addresses.compactMap { address in
            address.stringValue.flatMap { try? RedirectURI(parsing: $0) }
        }
        guard !uris.isEmpty, uris.count == addresses.count else { return nil }
        let mask = object["s"]?.integerValue.flatMap(UInt32.init(exactly:)) ?? 0
        self.init(
            name: object["n"]?.stringValue,
            redirectURIs: uris,
            proof: proof,
            applicationType: object["t"]?.stringValue.flatMap(ApplicationType.init(rawValue:)),
            homePage: object["u"]?.stringValue,
            scopes: ScopeSet(mask: mask)
        )
    }

    private static func proof(in object: JSONObject) -> ClientProof? {
        guard let method = object["m"]?.stringValue.flatMap(AuthenticationMethod.init(rawValue:))
        else { return nil }
        guard method == .privateKeyJWT else { return ClientProof(method) }
        guard let keys = object["k"].flatMap(ClientKeySource.init(canonical:)) else { return nil }
        return ClientProof(
            keys: keys,
            algorithm: object["g"]?.stringValue.flatMap(SignatureAlgorithm.init(rawValue:)),
            isOptional: object["o"]?.boolValue ?? false
        )
    }
}
