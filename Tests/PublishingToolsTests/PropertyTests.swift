import Directory
import JSON
import MCP
import Primitives
import TestSupport
import Testing

@Suite("Every tool against whatever a client may send")
struct PropertyTests {
    @Test func `every tool survives an empty object`() async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        for tool in world.tools {
            let outcome = await connection.call(tool.name)
            #expect(outcome.status == 200, "\(tool.name)")
            #expect(outcome.rpcErrorCode == nil, "\(tool.name)")
            let takesWorkspace = world.toolsInWorkspaces.contains(tool.name)
            #expect(outcome.errorCode == (takesWorkspace ? "invalid_arguments" : nil))
        }
    }

    @Test(arguments: 0..<12 as Range<UInt64>)
    func `generated arguments bring no crash, no protocol error and no other workspace`(
        seed: UInt64
    ) async throws {
        let world = try await ToolWorld()
        let connection = try await world.connection()
        let foreign = try await world.everything(in: world.garden)
        let unselected = try await world.everything(in: world.attic)
        let words = try await Vocabulary(world)
        var generator = ArgumentGenerator(random: SeededRandom(seed: seed), words: words)
        var succeeded: Set<String> = []
        for _ in 0..<12 {
            for tool in world.tools {
                let arguments = generator.arguments(for: tool.inputSchema)
                let outcome = await connection.call(tool.name, arguments)
                let note = "seed \(seed): \(tool.name) \(JSONValue.object(arguments).text)"
                #expect(outcome.status == 200, "\(note)")
                #expect(outcome.rpcErrorCode == nil, "\(note)")
                #expect((outcome.content == nil) != (outcome.error == nil), "\(note)")
                let answer = outcome.content.map(JSONValue.object) ?? outcome.error ?? .null
                #expect(!words.gardenSecrets.contains { answer.text.contains($0) }, "\(note)")
                if outcome.content != nil {
                    succeeded.insert(tool.name)
                    // Only arguments that name items name foreign ones, so none is an echo.
                    #expect(!words.foreignItems.contains { answer.text.contains($0) }, "\(note)")
                }
                if let error = outcome.error {
                    #expect(error["hint"]?.stringValue?.isEmpty == false, "\(note)")
                }
            }
        }
        #expect(try await world.everything(in: world.garden) == foreign, "seed \(seed)")
        #expect(try await world.everything(in: world.attic) == unselected, "seed \(seed)")
        // Arguments that never get past the first check would find nothing.
        #expect(succeeded.count >= 15, "seed \(seed): \(succeeded.sorted())")
    }
}

/// Texts that arguments are made of: true identifiers, foreign ones, and trouble.
struct Vocabulary: Sendable {
    let texts: [String]
    /// The workspace that most calls are about.
    let workspace: String
    let own: ToolItems
    let foreign: ToolItems
    /// Texts that only the answer of a leak would hold.
    let gardenSecrets: [String]

    init(_ world: ToolWorld) async throws {
        workspace = world.studio.identifier
        own = try await world.items(in: world.studio)
        foreign = try await world.items(in: world.garden)
        texts =
            own.all + [
                world.studio.identifier, world.coffee.identifier, world.atlas.identifier,
                world.garden.identifier, world.attic.identifier, "", " ", "\u{0}", "é", "e\u{301}",
                "🧡", "' OR 1=1 --", "../../etc/passwd", "%", "2026-12-01T08:00:00Z",
                "1969-01-01T00:00:00Z", "2026-12-01T08:00:00+02:00", "9999-12-31T23:59:59Z",
                "https://127.0.0.1/a.png", "javascript:alert(1)", "#oak", "null",
                "Announce our oak desk.", "Write a post about {s} and {{date}}!",
                String(repeating: "x", count: 5_000),
            ]
        gardenSecrets = [world.garden.name]
    }

    /// The identifiers of the items of the foreign workspace.
    var foreignItems: [String] { foreign.all }
}

extension ToolItems {
    /// The identifiers.
    fileprivate var all: [String] {
        [
            profile, shortProfile, expiredProfile, pictureProfile, library, brand.kit,
            brand.template, draft, scheduled, posted, partlyPosted, failed, workflows.manual,
            workflows.schedule, workflows.run, workflows.campaign,
        ]
    }
}

/// Makes arguments that meet a schema mostly, and break it now and then.
struct ArgumentGenerator {
    let random: SeededRandom
    let words: Vocabulary

    mutating func arguments(for schema: JSONValue) -> JSONObject {
        var object = JSONObject()
        let required = schema["required"]?.arrayValue ?? []
        for property in schema["properties"]?.objectValue ?? [:] {
            let isNeeded = required.contains(.string(property.name))
            guard isNeeded ? !one(in: 20) : one(in: 2) else { continue }
            object.append(
                property.name,
                known(property.name) ?? value(for: property.value, depth: 0)
            )
        }
        if one(in: 15) { object.append(word(), anything(depth: 0)) }
        return object
    }

    /// A value that gets further than what the schema alone tells.
    private mutating func known(_ name: String) -> JSONValue? {
        switch name {
        case "workspaceId": return one(in: 5) ? nil : .string(words.workspace)
        default:
            guard !one(in: 4) else { return nil }
            return (one(in: 4) ? words.foreign : words.own).named(by: name)
        }
    }

    private mutating func value(for schema: JSONValue, depth: Int) -> JSONValue {
        if one(in: 12) { return anything(depth: depth) }
        if let choices = schema["enum"]?.arrayValue, !choices.isEmpty {
            return choices[number(choices.count)]
        }
        let types = schema["type"]?.arrayValue ?? [schema["type"] ?? "string"]
        switch types[number(types.count)] {
        case "integer": return .integer(Int64(number(60)) - 5)
        case "boolean": return .bool(one(in: 2))
        case "null": return .null
        case "array":
            let items = schema["items"] ?? true
            return .array((0..<number(4)).map { _ in value(for: items, depth: depth + 1) })
        case "object": return .object(arguments(for: schema))
        default: return .string(word())
        }
    }

    private mutating func anything(depth: Int) -> JSONValue {
        switch number(8) {
        case 0: return .null
        case 1: return .bool(true)
        case 2: return .integer(.max)
        case 3: return .number(1e300)
        case 4 where depth < 4:
            return .array((0..<number(3)).map { _ in anything(depth: depth + 1) })
        case 5 where depth < 4: return .object([word(): anything(depth: depth + 1)])
        default: return .string(word())
        }
    }

    private mutating func word() -> String { words.texts[number(words.texts.count)] }
    private mutating func one(in count: Int) -> Bool { number(count) == 0 }
    private mutating func number(_ count: Int) -> Int { Int(random.next() % UInt64(max(count, 1))) }
}

extension JSONValue {
    /// The value as one line.
    var text: String { String(decoding: serialized(), as: UTF8.self) }
}
