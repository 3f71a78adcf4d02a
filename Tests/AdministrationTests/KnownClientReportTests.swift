import Administration
import JSON
import TestSupport
import Testing

@Suite("wayleave client known")
struct KnownClientReportTests {
    @Test func `the built-in clients are listed with what is known of them`() throws {
        let output = try KnownClientReport.output(file: nil)
        #expect(output.text.contains("https://claude.ai/api/mcp/auth_callback"))
        #expect(output.text.contains("3600 seconds"))
        let clients = try #require(output.json["clients"]?.arrayValue)
        #expect(clients.count >= 20)
        #expect(
            clients.first.names == [
                "id", "name", "vendor", "documents", "callbacks", "names", "brands", "quirks",
                "access_token_seconds",
            ]
        )
    }

    @Test func `a file is read by the rules of the server`() throws {
        let folder = TemporaryFolder()
        let path = folder.write(
            """
            {"format": 1, "clients": [{"id": "own", "name": "Own", "vendor": "Us",
              "callbacks": ["https://own.example.com/cb"]}]}
            """,
            to: "known.json"
        )
        let output = try KnownClientReport.output(file: path)
        #expect(output.json["clients"]?.arrayValue?.last?["id"] == "own")
    }

    @Test(arguments: [
        ("{", "line 1, column 2"), ("{\"format\": 3, \"clients\": []}", "'format' must be 1"),
    ])
    func `a mistake is named with its file`(text: String, words: String) throws {
        let folder = TemporaryFolder()
        let path = folder.write(text, to: "known.json")
        do {
            _ = try KnownClientReport.output(file: path)
            Issue.record("expected a refusal")
        } catch {
            #expect(error.description.contains("known.json"))
            #expect(error.description.contains(words), "\(error.description)")
        }
    }

    @Test func `a missing file is said to be missing`() {
        #expect(throws: AdministrationError.self) {
            try KnownClientReport.output(file: "/nowhere/known.json")
        }
    }
}
