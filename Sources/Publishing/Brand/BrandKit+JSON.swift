public import JSON

extension BrandKit.Content {
    /// The content as members of an object, the same in results, files and the store.
    public var json: JSONObject {
        [
            "name": .string(name),
            "voice": .string(voice),
            "colours": .array(
                colours.map { ["name": .string($0.name), "hex": .string($0.hex)] }
            ),
            "fonts": .array(fonts.map(JSONValue.string)),
            "logos": .array(logos.map(JSONValue.string)),
            "dos": .array(dos.map(JSONValue.string)),
            "donts": .array(donts.map(JSONValue.string)),
        ]
    }

    /// Reads the members that ``json`` writes; a list that is missing is empty.
    ///
    /// - Parameter json: The members.
    /// - Throws: ``PublishingFault/invalid(part:problem:)`` for a member of another form.
    public init(json: JSONObject) throws(PublishingFault) {
        try self.init(reading: DocumentReader(json))
    }

    /// Reads the members of a document, and refuses others that nobody asked for.
    init(reading reader: DocumentReader) throws(PublishingFault) {
        self.init(
            name: try reader.text("name", 1...120),
            voice: try reader.optionalText("voice", 0...2_000) ?? ""
        )
        for colour in try reader.objects("colours", atMost: 24) {
            let hex = try colour.text("hex", 7...7)
            guard hex.utf8.first == 0x23,
                hex.utf8.dropFirst().allSatisfy({ hexDigits.contains($0) })
            else { throw .invalid(part: colour.path("hex"), problem: "must be like #1b4d3e") }
            colours.append(BrandKit.Colour(name: try colour.text("name", 1...60), hex: hex))
            try colour.refuseOthers()
        }
        fonts = try reader.texts("fonts", 1...120, atMost: 12)
        logos = try reader.texts("logos", 1...2_000, atMost: 12)
        dos = try reader.texts("dos", 1...300, atMost: 40)
        donts = try reader.texts("donts", 1...300, atMost: 40)
        try reader.refuseOthers()
    }
}

private let hexDigits = Set("0123456789abcdefABCDEF".utf8)
