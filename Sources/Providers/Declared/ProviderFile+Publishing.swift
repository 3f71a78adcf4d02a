internal import HTTP
internal import JSON
internal import Primitives
internal import Publishing

extension DeclaredNetwork.Publishing {
    /// What every post fills.
    private static let known: Set<String> = [
        "text", "account", "key", "media.type", "media.url", "media.name", "media.base64",
        "media.size",
    ]

    init(_ item: DocumentReader) throws(PublishingFault) {
        keepsKeys = try item.flag("keepsKeys") ?? false
        var known = Self.known
        var steps: [DeclaredNetwork.Step] = []
        for reader in try item.objects("steps", atMost: 12) {
            let step = try DeclaredNetwork.Step(reader, known)
            known.formUnion(step.results.map(\.name))
            steps.append(step)
        }
        guard steps.contains(where: \.publishes) else {
            throw .invalid(part: item.path("steps"), problem: "needs one step with \"publishes\"")
        }
        self.steps = steps
        url = try item.template("url", known)
        shutOut = try item.object("shutOut").map { reader throws(PublishingFault) in
            let mark = DeclaredNetwork.Mark(
                place: try reader.requiredPointer("at"),
                texts: try reader.texts("is", 1...80, atMost: 10)
            )
            try reader.refuseOthers()
            return mark
        }
        try item.refuseOthers()
    }
}

extension DeclaredNetwork.Step {
    private static let methods = ["GET", "POST", "PUT"]

    fileprivate init(_ item: DocumentReader, _ known: Set<String>) throws(PublishingFault) {
        condition = try item.choice("when", Condition.self) ?? .always
        let method = try item.optionalText("method", 1...10) ?? "POST"
        guard Self.methods.contains(method) else {
            throw .invalid(part: item.path("method"), problem: "must be GET, POST or PUT")
        }
        self.method = HTTPMethod(method)
        guard let url = try item.template("url", known) else {
            throw .invalid(part: item.path("url"), problem: "is required")
        }
        self.url = url
        publishes = try item.flag("publishes") ?? false
        authorizes = try item.flag("authorizes") ?? true
        headers = try Self.headers(item, known)
        body = try Self.body(item, known)
        results = try Self.results(item)
        poll = try item.object("poll").map { reader throws(PublishingFault) in
            let poll = DeclaredNetwork.Poll(
                state: try reader.requiredPointer("state"),
                done: try reader.texts("done", 1...80, atMost: 10),
                failed: try reader.texts("failed", 1...80, atMost: 10)
            )
            try reader.refuseOthers()
            return poll
        }
        try item.refuseOthers()
    }

    private static func headers(
        _ item: DocumentReader,
        _ known: Set<String>
    ) throws(PublishingFault) -> [(name: HTTPFieldName, value: TextTemplate)] {
        var headers: [(name: HTTPFieldName, value: TextTemplate)] = []
        for pair in try item.pairs("headers") {
            let place = "\(item.path("headers"))/\(pair.name)"
            guard let name = HTTPFieldName(pair.name) else {
                throw .invalid(part: place, problem: "is no header field")
            }
            headers.append((name, try DocumentReader.template(pair.value, known, at: place)))
        }
        return headers
    }

    private static func body(
        _ item: DocumentReader,
        _ known: Set<String>
    ) throws(PublishingFault) -> Body {
        var bodies: [Body] = []
        if let json = item.value("json") {
            let place = item.path("json")
            guard let template = JSONTemplate(json) else {
                throw .invalid(part: place, problem: "holds a placeholder that is not closed")
            }
            try DocumentReader.check(template.names, known, at: place)
            bodies.append(.json(template))
        }
        if item.value("form") != nil { bodies.append(.form(try fields("form", item, known))) }
        if let file = try item.optionalText("file", 1...80) {
            guard file.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != 0x22 }) else {
                throw .invalid(part: item.path("file"), problem: "is no name of a field")
            }
            bodies.append(.multipart(file: file, try fields("fields", item, known)))
        }
        if try item.flag("bytes") == true { bodies.append(.bytes) }
        guard bodies.count <= 1 else {
            throw .invalid(
                part: item.path("json"),
                problem: "a step has one of json, form, file and bytes"
            )
        }
        return bodies.first ?? .nothing
    }

    private static func fields(
        _ name: String,
        _ item: DocumentReader,
        _ known: Set<String>
    ) throws(PublishingFault) -> [(name: String, value: TextTemplate)] {
        var fields: [(name: String, value: TextTemplate)] = []
        for pair in try item.pairs(name) {
            let place = "\(item.path(name))/\(pair.name)"
            guard pair.name.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f && $0 != 0x22 }) else {
                throw .invalid(part: place, problem: "is no name of a field")
            }
            fields.append((pair.name, try DocumentReader.template(pair.value, known, at: place)))
        }
        return fields
    }

    private static func results(
        _ item: DocumentReader
    ) throws(PublishingFault) -> [(name: String, source: DeclaredNetwork.Source)] {
        var results: [(name: String, source: DeclaredNetwork.Source)] = []
        for pair in try item.pairs("read") {
            let place = "\(item.path("read"))/\(pair.name)"
            let prefix = "header:"
            if pair.value.utf8.starts(with: prefix.utf8) {
                let name = String(
                    decoding: pair.value.utf8.dropFirst(prefix.utf8.count),
                    as: UTF8.self
                )
                guard let name = HTTPFieldName(name) else {
                    throw .invalid(part: place, problem: "is no header field")
                }
                results.append((pair.name, .header(name)))
            } else if let pointer = JSONPointer(pair.value) {
                results.append((pair.name, .body(pointer)))
            } else {
                throw .invalid(part: place, problem: "must be a JSON Pointer or header:NAME")
            }
        }
        return results
    }
}

extension DocumentReader {
    /// An object that must be there.
    func required(_ name: String) throws(PublishingFault) -> DocumentReader {
        guard let object = try object(name) else {
            throw .invalid(part: path(name), problem: "is required")
        }
        return object
    }

    /// An absolute address; `http` for this computer's own addresses only.
    func url(_ name: String) throws(PublishingFault) -> String {
        let text = try text(name, 8...2_000)
        guard let url = AbsoluteURL(text), url.isSecure || url.isLoopback else {
            throw .invalid(part: path(name), problem: "must be an https address")
        }
        return text
    }

    func pointer(_ name: String) throws(PublishingFault) -> JSONPointer? {
        guard let text = try optionalText(name, 0...300) else { return nil }
        guard let pointer = JSONPointer(text) else {
            throw .invalid(part: path(name), problem: "must be a JSON Pointer such as /data/id")
        }
        return pointer
    }

    func requiredPointer(_ name: String) throws(PublishingFault) -> JSONPointer {
        guard let pointer = try pointer(name) else {
            throw .invalid(part: path(name), problem: "is required")
        }
        return pointer
    }

    /// An object whose members are all texts, in their order.
    func pairs(_ name: String) throws(PublishingFault) -> [(name: String, value: String)] {
        guard let object = try object(name) else { return [] }
        var pairs: [(name: String, value: String)] = []
        for name in object.names { pairs.append((name, try object.text(name, 0...4_000))) }
        return pairs
    }

    func template(
        _ name: String,
        _ known: Set<String>
    ) throws(PublishingFault) -> TextTemplate? {
        guard let text = try optionalText(name, 1...4_000) else { return nil }
        return try Self.template(text, known, at: path(name))
    }

    static func template(
        _ text: String,
        _ known: Set<String>,
        at place: String
    ) throws(PublishingFault) -> TextTemplate {
        guard let template = TextTemplate(text) else {
            throw .invalid(part: place, problem: "holds a placeholder that is not closed")
        }
        try check(template.names, known, at: place)
        return template
    }

    static func check(
        _ names: [String],
        _ known: Set<String>,
        at place: String
    ) throws(PublishingFault) {
        guard let stray = names.first(where: { !known.contains($0) }) else { return }
        throw .invalid(part: place, problem: "nothing fills {\(stray)}")
    }
}
