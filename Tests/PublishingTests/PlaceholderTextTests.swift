import JSON
import Testing

@testable import Publishing

@Suite("Places in the texts of workflows")
struct PlaceholderTextTests {
    @Test(
        arguments: [
            ("plain", []), ("{{a}} and {{ b }} and {{a}}", ["a", "b"]), ("{{}} {{ }} {a} }}", []),
            ("{{a {{b}}", ["b"]), ("{{{a}}}", []), ("{{a\nb}}", []), ("{{Größe}}", ["Größe"]),
            ("{{", []), ("{{a", []),
        ] as [(String, [String])]
    )
    func `places are found`(text: String, names: [String]) {
        #expect(PlaceholderText(text).names == names)
        let shown = PlaceholderText(text).shown { _ in nil }
        #expect(shown.filter { $0 != " " } == text.filter { $0 != " " })
    }

    @Test func `a value is text, whatever it looks like`() throws {
        let text = PlaceholderText("{{a}}, {{b}}!")
        let values = ["a": "{{b}}", "b": "{{a}}"]
        #expect(try text.filled { values[$0] } == "{{b}}, {{a}}!")
    }

    @Test func `a place that nothing is given for is an error`() {
        #expect(throws: PublishingFault.self) {
            try PlaceholderText("{{a}} {{b}}").filled { $0 == "a" ? "1" : nil }
        }
        #expect(PlaceholderText("{{a}} {{b}}").shown { $0 == "a" ? "1" : nil } == "1 {{b}}")
    }

    @Test func `a run is given what the drafts need, and no more`() throws {
        let definition = try WorkflowDefinition(json: [
            "name": "W",
            "steps": [
                ["do": "create_draft", "caption": "{{date}}: {{b}} {{a}}", "profiles": []],
                ["do": "create_draft", "caption": "{{a}} {{c}}", "profiles": []],
            ],
        ])
        #expect(definition.inputNames == ["b", "a", "c"])
        for given in [["a", "b", "c"], ["c", "b", "a", "date", "postGroupId"]] {
            #expect(throws: Never.self) { try definition.checkInput(given) }
        }
        for given in [[], ["a", "b"], ["a", "b", "c", "d"]] {
            #expect(throws: PublishingFault.self) { try definition.checkInput(given) }
        }
    }
}
