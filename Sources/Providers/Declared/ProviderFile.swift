internal import HTTP
internal import JSON
public import Primitives
public import Publishing

/// The operator's file of networks: the six that need an application of the operator's own.
///
/// It is read strictly: a mistake names the member by its JSON Pointer, members that are not known
/// are mistakes, and so are placeholders that nothing fills.
public enum ProviderFile {
    /// What `format` must be.
    public static let format = "wayleave-providers"
    /// The largest file.
    public static let maximumBytes = 1 << 20

    /// Where a secret is that the file does not hold itself.
    public enum SecretPlace: Sendable, Equatable {
        /// In a file of its own, whose content it is but for the end of the line.
        case file(String)
        /// In a variable of the environment.
        case variable(String)
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - secret: Fetches a secret that is elsewhere, or `nil` where it is not there.
    /// - Returns: The networks.
    /// - Throws: ``PublishingFault/invalid(part:problem:)``.
    public static func read(
        _ bytes: [UInt8],
        secret: (SecretPlace) throws(PublishingFault) -> SecretText?
    ) throws(PublishingFault) -> [DeclaredNetwork] {
        let root: JSONValue
        do {
            root = try JSONValue(parsing: bytes)
        } catch {
            throw .invalid(part: "the file,", problem: error.description(in: bytes))
        }
        guard let object = root.objectValue else {
            throw .invalid(part: "the file", problem: "must be a JSON object")
        }
        let reader = DocumentReader(object)
        guard try reader.text("format", 1...60) == format, try reader.number("version", 1...1) == 1
        else {
            throw .invalid(part: "/format", problem: "must be \(format) with version 1")
        }
        var networks: [DeclaredNetwork] = []
        for item in try reader.objects("providers", atMost: 6) {
            let network = try DeclaredNetwork(item, secret)
            guard networks.allSatisfy({ $0.network != network.network }) else {
                throw .invalid(part: item.path("network"), problem: "occurs twice")
            }
            networks.append(network)
        }
        try reader.refuseOthers()
        return networks
    }
}

extension DeclaredNetwork {
    /// The networks that a file may declare.
    private static let declarable: [Network] = [
        .facebook, .instagram, .x, .linkedin, .pinterest, .tiktok,
    ]

    fileprivate init(
        _ item: DocumentReader,
        _ secret: (ProviderFile.SecretPlace) throws(PublishingFault) -> SecretText?
    ) throws(PublishingFault) {
        let name = try item.text("network", 1...40)
        guard let network = Network(named: name), Self.declarable.contains(network) else {
            let names = Self.declarable.map(\.rawValue).joined(separator: ", ")
            throw .invalid(part: item.path("network"), problem: "must be one of \(names)")
        }
        self.network = network
        authProvider = try item.optionalText("authProvider", 1...40) ?? network.rawValue
        client = Client(
            identifier: try item.text("clientId", 1...500),
            secret: try Self.secret(item, secret),
            parameter: try item.optionalText("clientParameter", 1...40) ?? "client_id"
        )
        authorization = try Authorization(try item.required("authorize"))
        token = try Token(try item.required("token"))
        profiles = try Profiles(try item.required("profiles"))
        publishing = try Publishing(try item.required("publish"))
        limits =
            try item.object("limits").map { reader throws(PublishingFault) in
                try NetworkLimits(reader, of: network)
            } ?? NetworkLimits(of: network)
        try item.refuseOthers()
    }

    private static func secret(
        _ item: DocumentReader,
        _ fetch: (ProviderFile.SecretPlace) throws(PublishingFault) -> SecretText?
    ) throws(PublishingFault) -> SecretText {
        let plain = try item.optionalText("clientSecret", 1...1_000)
        let file = try item.optionalText("clientSecretFile", 1...1_000)
        let variable = try item.optionalText("clientSecretVariable", 1...200)
        guard [plain, file, variable].count(where: { $0 != nil }) <= 1 else {
            throw .invalid(
                part: item.path("clientSecret"),
                problem: "may be given in one way only"
            )
        }
        if let plain { return SecretText(plain) }
        if let file {
            guard let secret = try fetch(.file(file)) else {
                throw .invalid(part: item.path("clientSecretFile"), problem: "cannot be read")
            }
            return secret
        }
        if let variable {
            guard let secret = try fetch(.variable(variable)) else {
                throw .invalid(part: item.path("clientSecretVariable"), problem: "is not set")
            }
            return secret
        }
        return SecretText("")
    }
}

extension DeclaredNetwork.Authorization {
    fileprivate init(_ item: DocumentReader) throws(PublishingFault) {
        url = try item.url("url")
        let separator = try item.optionalText("scopeSeparator", 1...3) ?? " "
        scope = try item.texts("scopes", 1...200, atMost: 40).joined(separator: separator)
        usesProofKey = try item.flag("pkce") ?? true
        parameters = try item.pairs("parameters").map { ($0.name, $0.value) }
        issuer = try item.optionalText("issuer", 1...500)
        try item.refuseOthers()
    }
}

extension DeclaredNetwork.Token {
    fileprivate init(_ item: DocumentReader) throws(PublishingFault) {
        url = try item.url("url")
        authentication = try item.choice("authentication", Authentication.self) ?? .post
        revocation =
            try item.optionalText("revoke", 1...2_000) == nil
            ? nil : try item.url("revoke")
        try item.refuseOthers()
    }
}

extension DeclaredNetwork.Profiles {
    fileprivate init(_ item: DocumentReader) throws(PublishingFault) {
        url = try item.url("url")
        var headers: [(name: HTTPFieldName, value: HTTPFieldValue)] = []
        for pair in try item.pairs("headers") {
            guard let name = HTTPFieldName(pair.name), let value = HTTPFieldValue(pair.value) else {
                throw .invalid(part: item.path("headers"), problem: "holds no header field")
            }
            headers.append((name, value))
        }
        self.headers = headers
        list = try item.pointer("list")
        account = try item.requiredPointer("id")
        name = try item.requiredPointer("name")
        handle = try item.pointer("handle")
        avatar = try item.pointer("avatar")
        token = try item.pointer("token")
        try item.refuseOthers()
    }
}

extension NetworkLimits {
    fileprivate init(_ item: DocumentReader, of network: Network) throws(PublishingFault) {
        self.init(of: network)
        if let length = try item.number("length", 1...1_000_000) { maximumLength = Int(length) }
        if let name = try item.optionalText("measure", 1...20) {
            guard let measure = TextMeasure(named: name, link: 23) else {
                let names = TextMeasure.names.joined(separator: ", ")
                throw .invalid(part: item.path("measure"), problem: "must be one of \(names)")
            }
            self.measure = measure
        }
        if let media = try item.number("media", 0...100) { maximumMedia = Int(media) }
        if let needsMedia = try item.flag("needsMedia") { self.needsMedia = needsMedia }
        if let hashtags = try item.number("hashtags", 0...1_000) { maximumHashtags = Int(hashtags) }
        if let bytes = try item.number("imageBytes", 1...1_000_000_000) {
            maximumImageBytes = Int(bytes)
        }
        if let films = try item.flag("films") { takesFilms = films }
        try item.refuseOthers()
    }
}
