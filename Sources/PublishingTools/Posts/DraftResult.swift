internal import JSON
internal import Publishing

/// How a result says how a draft was made.
enum DraftResult {
    static let making = ToolSchema.object(
        [
            "generator": ToolSchema.text(
                "Who wrote the text: embedded for the composer that is built in and needs no "
                    + "network, else the name of the model."
            ),
            "imageGenerator": ToolSchema.text(
                "Who made the picture; absent where there is none."
            ),
            "headline": ToolSchema.text("A few words that could stand on a picture."),
            "card": ToolSchema.text(
                "The picture itself as SVG, where the server drew a card."
            ),
            "warnings": [
                "type": "array", "items": ["type": "string"],
                "description": "What to know or to check before the draft is used.",
            ],
        ],
        required: ["generator", "headline", "warnings"]
    )
}

extension DraftMaking {
    /// How the draft was made, as members of a result.
    var json: JSONValue {
        var object: JSONObject = ["generator": .string(generator)]
        object.append("imageGenerator", ifPresent: imageGenerator.map(JSONValue.string))
        object.append("headline", .string(headline))
        object.append("card", ifPresent: card.map(JSONValue.string))
        object.append("warnings", .array(warnings.map(JSONValue.string)))
        return .object(object)
    }
}
