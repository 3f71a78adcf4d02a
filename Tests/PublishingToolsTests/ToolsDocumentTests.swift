import JSON
import MCP
private import Foundation
import Testing

@testable import PublishingTools

@Suite("Documentation/Tools.md")
struct ToolsDocumentTests {
    @Test func `the page is the one that the tools write; 'make docs' renews it`() throws {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = root.appending(path: "Documentation/Tools.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let isCurrent = text == ToolsDocument.text
        #expect(isCurrent)
    }

    @Test func `every code that a failure can have is explained`() {
        for code in ToolErrorCode.allCases {
            #expect(ToolsDocument.text.contains("\n| `\(code.rawValue)` | \(code.meaning) |\n"))
        }
    }

    @Test func `every tool has a section, and every argument a line`() {
        let text = ToolsDocument.text
        for page in ToolRegistry.pages {
            #expect(text.contains("\n## \(page.name)\n"))
            for property in page.input["properties"]?.objectValue ?? [:] {
                #expect(text.contains("| `\(property.name)`"))
                #expect(property.value["description"] != nil, "\(page.name) \(property.name)")
            }
        }
    }
}
