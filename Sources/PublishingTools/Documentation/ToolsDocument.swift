internal import JSON
internal import MCP

/// The page `Documentation/Tools.md`, written from the registry itself.
public enum ToolsDocument {
    /// The page as Markdown.
    public static var text: String {
        let pages = ToolRegistry.pages
        var lines = [
            "# Tools",
            "",
            "Written by `make docs` from the tools themselves; a test fails when it is stale.",
            "",
            "| tool | permission | hints |",
            "| --- | --- | --- |",
        ]
        lines += pages.map { page in
            "| [`\(page.name)`](#\(page.name)) | \(page.permission) | \(page.hints) |"
        }
        lines += rules
        for page in pages { lines += section(page) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let rules =
        [
            "",
            "A tool that takes `workspaceId` works in a workspace that the person approved for the "
                + "connection, and where their role allows the permission. Lists are newest first; "
                + "pass `nextCursor` as `cursor` to go on. A call that fails is `isError` with "
                + "`error.code`, `error.message` and `error.hint`.",
            "",
            "| error | means |",
            "| --- | --- |",
        ] + ToolErrorCode.allCases.map { "| `\($0.rawValue)` | \($0.meaning) |" }

    private static func section(_ page: ToolPage) -> [String] {
        var lines = [
            "", "## \(page.name)", "", "**\(page.title)** · \(page.permission) · \(page.hints)", "",
            page.description, "",
        ]
        lines += table("argument", page.input)
        lines.append("")
        lines += table("result", page.output)
        return lines
    }

    private static func table(_ heading: String, _ schema: JSONValue) -> [String] {
        let properties = schema["properties"]?.objectValue ?? [:]
        guard !properties.isEmpty else { return ["No \(heading)s."] }
        let required = schema["required"]?.arrayValue ?? []
        var lines = ["| \(heading) | type | |", "| --- | --- | --- |"]
        for property in properties {
            let mark = required.contains(.string(property.name)) ? "\\*" : ""
            let words = property.value["description"]?.stringValue ?? ""
            lines.append(
                "| `\(property.name)`\(mark) | \(SchemaWords.type(property.value)) | \(words) |"
            )
        }
        return lines
    }
}

/// What the page says of one tool.
struct ToolPage {
    let name: String
    let title: String
    let description: String
    let scopes: [String]
    let annotations: ToolAnnotations
    let input: JSONValue
    let output: JSONValue

    var permission: String {
        scopes.isEmpty ? "any" : scopes.map { "`\($0)`" }.joined(separator: ", ")
    }

    var hints: String {
        var hints: [String] = []
        if annotations.isReadOnly { hints.append("read-only") }
        if annotations.isDestructive { hints.append("destructive") }
        if annotations.isIdempotent, !annotations.isReadOnly { hints.append("idempotent") }
        if annotations.isOpenWorld { hints.append("open world") }
        return hints.isEmpty ? "changes things here" : hints.joined(separator: ", ")
    }
}

/// A schema in a few words.
private enum SchemaWords {
    static func type(_ schema: JSONValue) -> String {
        if let choices = schema["enum"]?.arrayValue {
            return choices.map { "`\($0.stringValue ?? "")`" }.joined(separator: ", ")
        }
        let names = (schema["type"]?.arrayValue ?? [schema["type"] ?? "any"])
            .compactMap(\.stringValue)
        return names.map { name in words(name, schema) }.joined(separator: " or ")
    }

    private static func words(_ name: String, _ schema: JSONValue) -> String {
        switch name {
        case "string": return text(schema)
        case "array":
            let limit = schema["maxItems"]?.integerValue.map { " of at most \($0)" } ?? ""
            return "list\(limit): \(type(schema["items"] ?? [:]))"
        case "object":
            let names = (schema["properties"]?.objectValue ?? [:]).map { "`\($0.name)`" }
            return "{\(names.joined(separator: ", "))}"
        case "integer":
            let low = schema["minimum"]?.integerValue.map { " from \($0)" } ?? ""
            let high = schema["maximum"]?.integerValue.map { " to \($0)" } ?? ""
            return "whole number\(low)\(high)"
        case "boolean": return "true or false"
        default: return name
        }
    }

    private static func text(_ schema: JSONValue) -> String {
        switch schema["format"]?.stringValue {
        case "date-time": return "time"
        case "uri": return "address"
        default:
            return schema["maxLength"]?.integerValue.map { "text of at most \($0)" } ?? "text"
        }
    }
}
