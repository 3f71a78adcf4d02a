/// Turns a template with its layout and its includes into nodes, checking every name on the way.
struct TemplateCompiler {
    /// Includes inside includes beyond this are taken for a circle.
    private static let maximumDepth = 8

    private let sources: [String: [UInt8]]
    private var context = HTMLContext()
    private var content: [PlacedToken]?
    private var depth = 0
    /// The files that the template turned out to need.
    private(set) var used: Set<String> = []

    private struct Cursor {
        let tokens: [PlacedToken]
        var index = 0

        var peek: TemplateToken? { index < tokens.count ? tokens[index].token : nil }

        mutating func next() -> PlacedToken? {
            guard index < tokens.count else { return nil }
            defer { index += 1 }
            return tokens[index]
        }
    }

    /// Creates a compiler that finds files in `sources`, by name with `.html`.
    init(sources: [String: [UInt8]]) {
        self.sources = sources
    }

    /// Compiles the page `file` for a model with these fields.
    mutating func compile(
        _ file: String,
        fields: [FieldDeclaration]
    ) throws(TemplateError) -> Template {
        let start = TemplatePosition(file: file, line: 0, column: 0)
        var tokens = try tokens(of: file, from: start)
        if case .layout(let name) = tokens.first?.token, let place = tokens.first?.position {
            tokens.removeFirst()
            content = tokens
            tokens = try self.tokens(of: name + ".html", from: place)
        }
        let nodes = try compile(tokens, [fields])
        guard context.isText else { throw start.error("the page ends inside a tag") }
        guard content == nil else { throw start.error("its layout has no {{content}}") }
        return Template(nodes: nodes)
    }

    private mutating func tokens(
        of file: String,
        from place: TemplatePosition
    ) throws(TemplateError) -> [PlacedToken] {
        guard let bytes = sources[file] else {
            let known = sources.keys.sorted().joined(separator: ", ")
            throw place.error("there is no template \(file); there are \(known)")
        }
        used.insert(file)
        return try TemplateLexer.tokens(of: bytes, file: file)
    }

    private mutating func compile(
        _ tokens: [PlacedToken],
        _ frames: [[FieldDeclaration]]
    ) throws(TemplateError) -> [TemplateNode] {
        var cursor = Cursor(tokens: tokens)
        let nodes = try block(&cursor, frames)
        if let stray = cursor.next() {
            throw stray.position.error("this closes or divides nothing")
        }
        return nodes
    }

    /// Compiles up to an `{{else}}` or an end that belongs to the caller, and stops before it.
    private mutating func block(
        _ cursor: inout Cursor,
        _ frames: [[FieldDeclaration]]
    ) throws(TemplateError) -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        while let placed = cursor.next() {
            if case .literal(let bytes) = placed.token {
                if let found = context.follow(bytes) {
                    throw Self.move(placed.position, over: bytes.prefix(found.offset))
                        .error(found.problem)
                }
                nodes.append(.literal(bytes))
                continue
            }
            if let problem = context.settle() { throw placed.position.error(problem) }
            switch placed.token {
            case .otherwise, .end:
                cursor.index -= 1
                return nodes
            case .value(let name): nodes.append(try value(name, placed.position, frames))
            case .condition(let name, let isNegated):
                let slot = try find(name, placed.position, frames).slot
                let (then, otherwise) = try branches(&cursor, placed, frames)
                nodes.append(
                    .condition(
                        slot,
                        then: isNegated ? otherwise : then,
                        otherwise: isNegated ? then : otherwise
                    )
                )
            case .loop(let name):
                nodes.append(try loop(name, &cursor, placed, frames))
            case .include(let name): nodes += try include(name, placed.position, frames)
            case .content: nodes += try yield(placed.position, frames)
            case .layout: throw placed.position.error("a layout is named at the very beginning")
            case .literal: continue
            }
        }
        return nodes
    }

    private static func move(
        _ position: TemplatePosition,
        over bytes: ArraySlice<UInt8>
    ) -> TemplatePosition {
        bytes.reduce(into: position) { place, byte in
            let isLineEnd = byte == UInt8(ascii: "\n")
            place.column = isLineEnd ? 1 : place.column + 1
            place.line += isLineEnd ? 1 : 0
        }
    }
}

extension TemplateCompiler {
    private func find(
        _ name: String,
        _ place: TemplatePosition,
        _ frames: [[FieldDeclaration]]
    ) throws(TemplateError) -> (slot: FieldSlot, kind: FieldKind) {
        for (frame, fields) in frames.enumerated().reversed() {
            if let index = fields.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
                return (FieldSlot(frame: frame, index: index), fields[index].kind)
            }
        }
        let known = frames.joined().map(\.name).sorted().joined(separator: ", ")
        throw place.error("there is no name “\(name)” here; there are \(known)")
    }

    private func value(
        _ name: String,
        _ place: TemplatePosition,
        _ frames: [[FieldDeclaration]]
    ) throws(TemplateError) -> TemplateNode {
        let (slot, kind) = try find(name, place, frames)
        if let problem = context.problem(writing: kind) {
            throw place.error("{{\(name)}}: \(problem)")
        }
        return .value(slot)
    }

    private mutating func branches(
        _ cursor: inout Cursor,
        _ opening: PlacedToken,
        _ frames: [[FieldDeclaration]]
    ) throws(TemplateError) -> (then: [TemplateNode], otherwise: [TemplateNode]) {
        let before = context
        let then = try block(&cursor, frames)
        let otherwise = try alternative(&cursor, opening, frames, from: before)
        return (then, otherwise)
    }

    /// Compiles what follows an `{{else}}`, if there is one, and the end that must come then.
    private mutating func alternative(
        _ cursor: inout Cursor,
        _ opening: PlacedToken,
        _ frames: [[FieldDeclaration]],
        from before: HTMLContext
    ) throws(TemplateError) -> [TemplateNode] {
        let after = context
        var otherwise: [TemplateNode] = []
        context = before
        if case .otherwise = cursor.peek {
            cursor.index += 1
            otherwise = try block(&cursor, frames)
        }
        guard context == after else {
            throw opening.position.error("the two branches end in different places of a tag")
        }
        try close(opening, &cursor)
        return otherwise
    }

    private mutating func loop(
        _ name: String,
        _ cursor: inout Cursor,
        _ opening: PlacedToken,
        _ frames: [[FieldDeclaration]]
    ) throws(TemplateError) -> TemplateNode {
        let (slot, kind) = try find(name, opening.position, frames)
        guard case .list(let fields) = kind else {
            throw opening.position.error("“\(name)” is not a list")
        }
        let before = context
        let body = try block(&cursor, frames + [fields])
        guard context == before else {
            throw opening.position.error("the loop ends in another place of a tag than it begins")
        }
        let otherwise = try alternative(&cursor, opening, frames, from: before)
        return .loop(slot, body, otherwise: otherwise)
    }

    private func close(
        _ opening: PlacedToken,
        _ cursor: inout Cursor
    ) throws(TemplateError) {
        let word =
            switch opening.token {
            case .condition(_, let isNegated): isNegated ? "unless" : "if"
            default: "each"
            }
        guard case .end(let found) = cursor.next()?.token, found == word else {
            throw opening.position.error("there is no {{/\(word)}} for this")
        }
    }

    private mutating func include(
        _ name: String,
        _ place: TemplatePosition,
        _ frames: [[FieldDeclaration]]
    ) throws(TemplateError) -> [TemplateNode] {
        guard depth < Self.maximumDepth else {
            throw place.error("includes go round in a circle")
        }
        depth += 1
        defer { depth -= 1 }
        return try compile(try tokens(of: name + ".html", from: place), frames)
    }

    private mutating func yield(
        _ place: TemplatePosition,
        _ frames: [[FieldDeclaration]]
    ) throws(TemplateError) -> [TemplateNode] {
        guard let body = content else {
            throw place.error("{{content}} stands once, in a layout")
        }
        content = nil
        return try compile(body, frames)
    }
}
