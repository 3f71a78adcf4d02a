public import JSON
public import Primitives

/// Reads a content file, strictly: what is not known is refused, and every refusal says where.
///
/// Items name one another by the `key` that the file gives them; identifiers are made anew, so that
/// a file can be imported into any workspace.
public struct ContentReader {
    /// The value of the member `format` of every content file.
    public static let format = "wayleave-workspace-content"

    let identifiers: ItemIdentifiers
    let now: Timestamp
    var content = WorkspaceContent()
    private var profiles: [String: SocialProfile] = [:]
    private var libraries: [String: HashtagLibrary] = [:]

    private init(identifiers: ItemIdentifiers, now: Timestamp) {
        self.identifiers = identifiers
        self.now = now
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - document: The parsed file.
    ///   - identifiers: Names the items.
    ///   - now: What relative times count from, and the time of items without one.
    /// - Returns: The content.
    /// - Throws: ``PublishingFault/invalid(part:problem:)``, the part as a JSON Pointer.
    public static func read(
        _ document: JSONValue,
        _ identifiers: ItemIdentifiers,
        now: Timestamp
    ) throws(PublishingFault) -> WorkspaceContent {
        guard let object = document.objectValue else {
            throw .invalid(part: "", problem: "the file must be a JSON object")
        }
        let root = DocumentReader(object)
        guard try root.text("format", 1...60) == format, try root.number("version", 1...1) == 1
        else {
            throw .invalid(part: "/format", problem: "must be \(format) with version 1")
        }
        var reader = ContentReader(identifiers: identifiers, now: now)
        for item in try root.objects("profiles", atMost: 200) { try reader.readProfile(item) }
        for item in try root.objects("brandKits", atMost: 200) { try reader.readBrandKit(item) }
        for item in try root.objects("hashtagLibraries", atMost: 200) {
            try reader.readLibrary(item)
        }
        for item in try root.objects("templates", atMost: 500) { try reader.readTemplate(item) }
        for item in try root.objects("workflows", atMost: 200) { try reader.readWorkflow(item) }
        for item in try root.objects("posts", atMost: 10_000) { try reader.readPost(item) }
        try root.refuseOthers()
        return reader.content
    }

    private mutating func readProfile(_ item: DocumentReader) throws(PublishingFault) {
        guard let network = try item.choice("provider", Network.self) else {
            throw .invalid(part: item.path("provider"), problem: "is required")
        }
        let key = try item.text("key", 1...120)
        let profile = SocialProfile(
            identifier: identifiers.make(.profile),
            network: network,
            name: try item.text("name", 1...120),
            handle: try item.text("handle", 1...120),
            avatarURL: try item.optionalText("avatarUrl", 1...2_000),
            status: try item.choice("status", SocialProfile.Status.self) ?? .connected,
            connectedAt: try time("connectedAt", of: item) ?? now
        )
        guard profiles.updateValue(profile, forKey: key) == nil else {
            throw .invalid(part: item.path("key"), problem: "occurs twice")
        }
        content.profiles.append(profile)
        if network == .webhook { try readWebhook(item, of: profile) }
        try item.refuseOthers()
    }

    /// A webhook's address, and the secret that signs what is sent there.
    ///
    /// A file without the secret leaves the one that is known here.
    private mutating func readWebhook(
        _ item: DocumentReader,
        of profile: SocialProfile
    ) throws(PublishingFault) {
        let endpoint = try item.text("endpoint", 8...2_000)
        let secret = try item.optionalText("secret", 24...200)
        if let secret, WebhookSecret(secret) == nil {
            throw .invalid(
                part: item.path("secret"),
                problem: "must be whsec_ and 24 to 64 bytes in base64"
            )
        }
        content.connections[profile.identifier] = ProfileConnection(
            endpoint: endpoint,
            secret: secret.map(SecretText.init(_:))
        )
    }

    private mutating func readBrandKit(_ item: DocumentReader) throws(PublishingFault) {
        let createdAt = try time("createdAt", of: item) ?? now
        content.brandKits.append(
            BrandKit(
                identifier: identifiers.make(.brandKit),
                content: try BrandKit.Content(reading: item),
                createdAt: createdAt
            )
        )
    }

    private mutating func readLibrary(_ item: DocumentReader) throws(PublishingFault) {
        let key = try item.text("key", 1...120)
        let hashtags = try item.texts("hashtags", 2...100, atMost: 100)
        for (index, tag) in hashtags.enumerated() where !Self.isHashtag(tag) {
            throw .invalid(
                part: "\(item.path("hashtags"))/\(index)",
                problem: "must be a # with letters, digits and _ behind it"
            )
        }
        let library = HashtagLibrary(
            identifier: identifiers.make(.hashtagLibrary),
            name: try item.text("name", 1...120),
            hashtags: hashtags,
            createdAt: try time("createdAt", of: item) ?? now
        )
        guard libraries.updateValue(library, forKey: key) == nil else {
            throw .invalid(part: item.path("key"), problem: "occurs twice")
        }
        content.hashtagLibraries.append(library)
        try item.refuseOthers()
    }

    private static func isHashtag(_ text: String) -> Bool {
        text.utf8.first == UInt8(ascii: "#")
            && text.utf8.dropFirst().allSatisfy { byte in
                ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "_")
                    || byte >= 0x80
            }
    }

    private mutating func readTemplate(_ item: DocumentReader) throws(PublishingFault) {
        guard let format = try item.choice("format", StudioTemplate.Format.self) else {
            throw .invalid(part: item.path("format"), problem: "is required")
        }
        content.templates.append(
            StudioTemplate(
                identifier: identifiers.make(.studioTemplate),
                name: try item.text("name", 1...120),
                format: format,
                thumbnailURL: try item.optionalText("thumbnailUrl", 1...2_000),
                createdAt: try time("createdAt", of: item) ?? now
            )
        )
        try item.refuseOthers()
    }

    private mutating func readWorkflow(_ item: DocumentReader) throws(PublishingFault) {
        let isEnabled = try item.flag("enabled") ?? false
        let createdAt = try time("createdAt", of: item) ?? now
        let reader = self
        let definition = try WorkflowDefinition(reading: item).renamed {
            kind,
            key throws(PublishingFault) in
            let place = item.path("steps")
            return kind == .hashtagLibrary
                ? try reader.library(key, at: place).identifier
                : try reader.profile(key, at: place).identifier
        }
        content.workflows.append(
            Workflow(
                identifier: identifiers.make(.workflow),
                definition: definition,
                isEnabled: isEnabled,
                createdAt: createdAt
            )
        )
    }

    /// The profile that the file calls `key`.
    func profile(_ key: String, at place: String) throws(PublishingFault) -> SocialProfile {
        guard let profile = profiles[key] else {
            throw .invalid(part: place, problem: "the file has no profile with this key")
        }
        return profile
    }

    /// The library that the file calls `key`.
    func library(_ key: String, at place: String) throws(PublishingFault) -> HashtagLibrary {
        guard let library = libraries[key] else {
            throw .invalid(part: place, problem: "the file has no hashtag library with this key")
        }
        return library
    }

    func time(_ name: String, of item: DocumentReader) throws(PublishingFault) -> Timestamp? {
        guard let text = try item.optionalText(name, 1...40) else { return nil }
        guard let time = ContentTime.parse(text, now: now) else {
            throw .invalid(
                part: item.path(name),
                problem: "must be a time like 2026-11-23T14:05:00Z, or +3d or -2h30m from now"
            )
        }
        return time
    }
}
