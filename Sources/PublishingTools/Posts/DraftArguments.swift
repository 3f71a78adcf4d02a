internal import JSON
internal import MCP
internal import Publishing

/// The arguments that say what to draft, the same for every tool that has something drafted.
enum DraftArguments {
    static let schema: JSONObject = [
        "prompt": [
            "type": "string", "minLength": 10, "maxLength": 4_000,
            "description": """
            What to write about, with every fact that shall stand in the text: dates, places, \
            prices, names. The generator knows nothing else.
            """,
        ],
        "brandId": ToolSchema.identifier("The brand to write for: an id from list_brand_kits."),
        "tone": defaulted(
            DraftTone.allCases.map(\.rawValue),
            DraftTone.professional.rawValue,
            "How the text sounds; founder_led speaks as I."
        ),
        "socialProfileIds": [
            "type": "array", "maxItems": 30, "uniqueItems": true,
            "items": ["type": "string", "minLength": 1, "maxLength": 64],
            "description": "Where it shall go later: ids from list_social_profiles.",
        ],
        "hashtagLibraryId": ToolSchema.identifier(
            "An id from list_hashtag_libraries; its hashtags follow the text."
        ),
    ]

    static let length = defaulted(
        DraftLength.allCases.map(\.rawValue),
        DraftLength.medium.rawValue,
        "short is a sentence or two, extra_long several paragraphs."
    )

    static func references(atMost count: Int64) -> JSONValue {
        [
            "type": "array", "maxItems": .integer(count), "uniqueItems": true,
            "items": ["type": "string", "format": "uri", "maxLength": 2_000],
            "description": """
            Public https addresses of pages to draw on; one that cannot be read is left out and \
            named in the warnings.
            """,
        ]
    }

    static func designs(atMost count: Int64) -> JSONValue {
        [
            "type": "array", "maxItems": .integer(count), "uniqueItems": true,
            "items": ["type": "string", "minLength": 1, "maxLength": 64],
            "description": "Designs for the picture: ids from list_studio_templates.",
        ]
    }

    /// One of a closed set of words, one of which is meant where the argument is absent.
    static func defaulted(
        _ words: [String],
        _ standard: String,
        _ description: String
    ) -> JSONValue {
        [
            "type": "string", "enum": .array(words.map(JSONValue.string)),
            "default": .string(standard), "description": .string(description),
        ]
    }
}

extension PublishingCall {
    /// What the arguments want drafted.
    func draftRequest() throws(PublishingFault) -> DraftRequest {
        var request = DraftRequest(prompt: text("prompt"))
        guard request.prompt.unicodeScalars.contains(where: \.properties.isAlphabetic) else {
            throw .invalid(part: "prompt", problem: "it has no words; say what to write about")
        }
        request.brand = call.string("brandId")
        if let tone = choice("tone", DraftTone.self) { request.tone = tone }
        request.profiles = texts("socialProfileIds") ?? []
        request.hashtagLibrary = call.string("hashtagLibraryId")
        request.referenceURLs = texts("referenceUrls") ?? []
        request.designs = texts("referenceDesignIds") ?? []
        return request
    }

    /// One of a closed set of words, `nil` where the argument is absent.
    func choice<Choice: RawRepresentable<String>>(
        _ name: String,
        _ type: Choice.Type
    ) -> Choice? {
        call.string(name).flatMap(Choice.init(rawValue:))
    }
}
