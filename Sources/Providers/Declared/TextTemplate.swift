internal import JSON
internal import Primitives

/// What placeholders stand for while a publication goes out.
struct TemplateValues: Sendable {
    var texts: [String: String] = [:]
    /// What each file gave, in their order.
    var lists: [String: [String]] = [:]
}

/// A text with placeholders such as `{text}`.
///
/// Which placeholders there are is known when the file is read, so that a slip in a name is a
/// mistake of the file and not a strange post.
struct TextTemplate: Sendable, Equatable {
    private enum Part: Equatable {
        case text(String)
        case name(String)
        /// What each file gave, `{name[]}`.
        case list(String)
    }

    private let parts: [Part]

    /// The names of the placeholders.
    var names: [String] {
        parts.compactMap { part in
            switch part {
            case .text: nil
            case .name(let name), .list(let name): name
            }
        }
    }

    /// Reads a template; `{{` and `}}` are the brackets themselves, and `nil` is one that is open.
    init?(_ text: String) {
        var parts: [Part] = []
        var plain: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == 0x7b || byte == 0x7d else {
                plain.append(byte)
                continue
            }
            if rest.first == byte {
                plain.append(byte)
                rest.removeFirst()
                continue
            }
            guard byte == 0x7b, let end = rest.firstIndex(of: 0x7d) else { return nil }
            let isList = rest[..<end].suffix(2).elementsEqual("[]".utf8)
            let name = isList ? rest[..<end].dropLast(2) : rest[..<end]
            guard !name.isEmpty, name.allSatisfy(Self.isNameByte) else { return nil }
            if !plain.isEmpty { parts.append(.text(String(decoding: plain, as: UTF8.self))) }
            plain = []
            let text = String(decoding: name, as: UTF8.self)
            parts.append(isList ? .list(text) : .name(text))
            rest = rest[(end + 1)...]
        }
        if !plain.isEmpty { parts.append(.text(String(decoding: plain, as: UTF8.self))) }
        self.parts = parts
    }

    /// The text with its placeholders filled, each value through `escape`.
    func filled(_ values: TemplateValues, _ escape: (String) -> String = { $0 }) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .name(let name): escape(values.texts[name] ?? "")
            case .list(let name): escape((values.lists[name] ?? []).joined(separator: ","))
            }
        }.joined()
    }

    /// The value for JSON: a list where the template is nothing but one.
    func json(_ values: TemplateValues) -> JSONValue {
        if parts.count == 1, case .list(let name) = parts[0] {
            return .array((values.lists[name] ?? []).map(JSONValue.string))
        }
        return .string(filled(values))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == 0x2e || byte == 0x5f
    }
}

/// A JSON value whose texts are templates.
indirect enum JSONTemplate: Sendable {
    case text(TextTemplate)
    case plain(JSONValue)
    case array([JSONTemplate])
    case object([(name: String, value: JSONTemplate)])
    /// One value for each file, the texts in it filled with what that file gave.
    case each(JSONTemplate)

    /// Reads a value; an object with the one member `$each` is repeated for each file.
    init?(_ value: JSONValue) {
        switch value {
        case .string(let text):
            guard let template = TextTemplate(text) else { return nil }
            self = .text(template)
        case .array(let elements):
            let templates = elements.compactMap(JSONTemplate.init(_:))
            guard templates.count == elements.count else { return nil }
            self = .array(templates)
        case .object(let object):
            if object.count == 1, let inner = object["$each"] {
                guard let template = JSONTemplate(inner) else { return nil }
                self = .each(template)
                return
            }
            var members: [(name: String, value: JSONTemplate)] = []
            for member in object {
                guard let template = JSONTemplate(member.value) else { return nil }
                members.append((member.name, template))
            }
            self = .object(members)
        default: self = .plain(value)
        }
    }

    /// The names of all placeholders.
    var names: [String] {
        switch self {
        case .text(let template): template.names
        case .plain: []
        case .array(let elements): elements.flatMap(\.names)
        case .object(let members): members.flatMap(\.value.names)
        case .each(let inner): inner.names
        }
    }

    func filled(_ values: TemplateValues) -> JSONValue {
        switch self {
        case .text(let template): return template.json(values)
        case .plain(let value): return value
        case .array(let elements): return .array(elements.map { $0.filled(values) })
        case .object(let members):
            var object = JSONObject()
            for member in members { object.append(member.name, member.value.filled(values)) }
            return .object(object)
        case .each(let inner):
            let count = values.lists.values.map(\.count).max() ?? 0
            return .array(
                (0..<count).map { index in
                    var one = values
                    for (name, list) in values.lists where index < list.count {
                        one.texts[name] = list[index]
                    }
                    one.lists = [:]
                    return inner.filled(one)
                }
            )
        }
    }
}
