internal import JSON
private import Primitives

/// The tools of a server, checked and ready to be listed and called.
public struct ToolCatalogue: Sendable {
    /// A tool with its compiled schemas.
    struct Entry: Sendable {
        let tool: Tool
        let input: SchemaValidator
        let output: SchemaValidator
        /// Whether the router opens a workspace before the tool runs.
        let takesWorkspace: Bool
    }

    /// The argument that names a workspace, in every tool that takes one.
    static let workspaceArgument = "workspaceId"

    /// Why a tool cannot be offered.
    public enum DefinitionError: Error, Sendable, Equatable {
        /// The name is not 1 to 64 characters of `[a-z0-9_]`.
        case badName(String)
        /// Two tools have this name.
        case duplicateName(String)
        /// The tool of this name has no title or no description.
        case undescribed(String)
        /// A schema of the tool of this name is not of type `object`.
        case notAnObject(String)
        /// A schema of the tool of this name uses something unsupported.
        case badSchema(String, SchemaError)
        /// The tool of this name takes a workspace but does not require it, or has no scope for it.
        case openWorkspaceArgument(String)
    }

    /// The tools in the order in which they are listed.
    let entries: [Entry]
    private let positions: [String: Int]

    /// Checks `tools` and compiles their schemas.
    ///
    /// - Parameter tools: The tools in the order in which clients shall see them.
    /// - Throws: ``DefinitionError`` for the first definition that clients would stumble over.
    public init(_ tools: [Tool]) throws(DefinitionError) {
        var entries: [Entry] = []
        var positions: [String: Int] = [:]
        for tool in tools {
            let entry = try Self.checked(tool)
            guard positions.updateValue(entries.count, forKey: tool.name) == nil else {
                throw .duplicateName(tool.name)
            }
            entries.append(entry)
        }
        self.entries = entries
        self.positions = positions
    }

    /// The tool that `name` names byte for byte.
    func entry(named name: String) -> Entry? {
        // Names are ASCII, but the key may be anything that is canonically equal to one.
        guard let position = positions[name] else { return nil }
        let entry = entries[position]
        return entry.tool.name.isIdentical(to: name) ? entry : nil
    }

    private static func checked(_ tool: Tool) throws(DefinitionError) -> Entry {
        guard (1...64).contains(tool.name.utf8.count),
            tool.name.utf8.allSatisfy({ isNameByte($0) })
        else { throw .badName(tool.name) }
        guard !tool.title.isEmpty, !tool.description.isEmpty else {
            throw .undescribed(tool.name)
        }
        // Older clients accept only objects on both sides.
        guard tool.inputSchema["type"] == "object", tool.outputSchema["type"] == "object" else {
            throw .notAnObject(tool.name)
        }
        let takesWorkspace = tool.inputSchema["properties"]?[workspaceArgument] != nil
        if takesWorkspace {
            let required = tool.inputSchema["required"]?.arrayValue ?? []
            guard required.contains(.string(workspaceArgument)), !tool.scopes.isEmpty else {
                throw .openWorkspaceArgument(tool.name)
            }
        }
        do throws(SchemaError) {
            return Entry(
                tool: tool,
                input: try SchemaValidator(tool.inputSchema),
                output: try SchemaValidator(tool.outputSchema),
                takesWorkspace: takesWorkspace
            )
        } catch {
            throw .badSchema(tool.name, error)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        ASCII.isDigit(byte) || byte == UInt8(ascii: "_")
            || (ASCII.isLetter(byte) && ASCII.lowercased(byte) == byte)
    }
}
