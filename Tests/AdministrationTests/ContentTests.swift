import Administration
import Glibc
import JSON
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Content files at the shell")
struct ContentTests {
    @Test func `what is exported can be imported elsewhere`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let folder = TemporaryFolder()
        let source = folder.write(Self.content, to: "content.json")
        let report = try await desk.office.importContent(at: source, into: "Northwind Studio")
        #expect(report.json["added"] == 4)
        let first = try await desk.office.exportContent(of: "Northwind Studio", to: nil)
        let copy = folder.write(first.text, to: "copy.json")
        _ = try await desk.office.importContent(at: copy, into: "Harbour Coffee")
        let second = try await desk.office.exportContent(of: "Harbour Coffee", to: nil)
        #expect(Self.nameless(first.json) == Self.nameless(second.json))
        #expect(second.json["posts"].arrayValue?.first?["status"] == "POSTED")
        let event = try desk.office.store.audit.newestEvents(limit: 1).first?.event
        #expect(event?.kind == .contentImported)
        #expect(event?.detail == "4 added, 0 replaced")
    }

    @Test func `items of the same name are replaced and keep their identifier`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let folder = TemporaryFolder()
        let source = folder.write(Self.content, to: "content.json")
        _ = try await desk.office.importContent(at: source, into: "Northwind Studio")
        let before = try await desk.office.exportContent(of: "Northwind Studio", to: nil).json
        let changed = Self.content.replacing("#oak", with: "#ash")
        let other = folder.write(changed, to: "changed.json")
        let report = try await desk.office.importContent(at: other, into: "Northwind Studio")
        #expect(report.json["replaced"] == 3)
        #expect(report.json["added"] == 1)
        let after = try await desk.office.exportContent(of: "Northwind Studio", to: nil).json
        #expect(after["profiles"] == before["profiles"])
        let library = after["hashtagLibraries"].arrayValue?.first
        #expect(library?["key"] == before["hashtagLibraries"].arrayValue?.first?["key"])
        #expect(library?["hashtags"] == ["#ash"])
        #expect(after["posts"].arrayValue?.count == 2)
    }

    @Test(
        arguments: [
            ("{\n", "line 2, column 1: not JSON (the text ends too early)"),
            ("[]", "must be a JSON object"),
            (#"{"format":"wayleave-workspace-content","version":1,"post":[]}"#, "/post "),
            (
                #"{"format":"wayleave-workspace-content","version":1,"posts":[{}]}"#,
                "/posts/0/caption"
            ),
        ]
    )
    func `a mistake is told with file and place, and nothing is imported`(
        text: String,
        words: String
    ) async throws {
        let desk = try Desk()
        try await desk.furnish()
        let folder = TemporaryFolder()
        let file = folder.write(text, to: "bad.json")
        let error = await #expect(throws: AdministrationError.self) {
            try await desk.office.importContent(at: file, into: "Northwind Studio")
        }
        #expect(error?.description.contains(words) == true)
        #expect(error?.description.contains("bad.json") == true)
        // What is wrong with the command is not said of the file.
        let stranger = await #expect(throws: AdministrationError.self) {
            try await desk.office.importContent(at: file, into: "Nowhere")
        }
        #expect(stranger?.description.hasPrefix("there is no workspace 'Nowhere'") == true)
    }

    @Test func `an export makes a private file and overwrites none`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let folder = TemporaryFolder()
        let path = folder.path + "/out.json"
        _ = try await desk.office.exportContent(of: "Northwind Studio", to: path)
        defer { unsafe unlink(path) }
        var status = stat()
        #expect(unsafe stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        await #expect(throws: AdministrationError.self) {
            try await desk.office.exportContent(of: "Northwind Studio", to: path)
        }
    }

    @Test func `the demo's workspaces are worth talking about`() async throws {
        let desk = try Desk()
        for _ in 0..<2 { try await DemoData.install(in: desk.office) }
        let studio = try await desk.office.exportContent(of: "Northwind Studio", to: nil).json
        func count(_ member: String) -> Int { studio[member].arrayValue?.count ?? 0 }
        #expect(count("posts") == 10)
        #expect(count("brandKits") == 2)
        #expect(count("hashtagLibraries") == 3)
        #expect(count("templates") == 5)
        #expect(count("workflows") == 3)
        #expect((studio["profiles"].arrayValue ?? []).allSatisfy { $0["provider"] == "demo" })
        let states = (studio["posts"].arrayValue ?? []).compactMap { $0["status"].stringValue }
        #expect(Set(states) == ["DRAFT", "SCHEDULED", "POSTED", "PARTLY_POSTED", "FAILED"])
        for name in ["Harbour Coffee", "Atlas Agency"] {
            let content = try await desk.office.exportContent(of: name, to: nil).json
            #expect(content["posts"].arrayValue?.isEmpty == false)
        }
        let garden = try await desk.office.exportContent(of: "Grace's Garden", to: nil).json
        #expect(garden["posts"] == [])
    }

    /// The document with identifiers replaced, since every import makes them anew.
    private static func nameless(_ document: JSONValue) -> String {
        var text = String(decoding: document.serialized(), as: UTF8.self)
        for member in ["profiles", "hashtagLibraries"] {
            for (index, item) in (document[member].arrayValue ?? []).enumerated() {
                let key = item["key"].stringValue ?? ""
                text = text.replacing(key, with: "\(member)-\(index)")
            }
        }
        return text
    }

    private static let content = """
        {"format": "wayleave-workspace-content", "version": 1,
         "profiles": [{"key": "d", "provider": "demo", "name": "N", "handle": "@n"}],
         "brandKits": [{"name": "House", "voice": "Warm."}],
         "hashtagLibraries": [{"key": "l", "name": "Craft", "hashtags": ["#oak"]}],
         "posts": [{"caption": "Out", "status": "POSTED", "createdAt": "-2d", "hashtagLibrary": "l",
           "media": [{"content": "R0lGODlh", "sourceUrl": "https://example.com/a.gif"}],
           "profiles": [{"profile": "d", "attempts": [
             {"outcome": "published", "url": "https://demo.example/1", "startedAt": "-1d"}]}]}]}
        """
}
