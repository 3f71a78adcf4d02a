internal import HTTP
public import HTTPClient
public import Primitives
public import Publishing

/// Reads the pages that clients name as references, from public servers only.
public struct VettedReferenceFetcher: ReferenceFetcher {
    private static let deadlineMilliseconds: UInt64 = 8_000
    private static let maximumBytes = 1 << 20

    private let client: VettedClient
    private let log: any Log

    /// Creates the fetcher.
    ///
    /// - Parameters:
    ///   - client: Sends; its policy says which addresses may be reached.
    ///   - log: Where the reason of a failure is told in full.
    public init(client: VettedClient, log: any Log) {
        self.client = client
        self.log = log
    }

    /// Returns the text of the page behind `url`.
    public func text(of url: String) async throws(PublishingFault) -> String {
        let request = VettedRequest(
            url: url,
            fields: [.accept: "text/html, text/plain"],
            accepts: AnswerRules(
                wantsOnlyOK: true,
                media: .types(["text/html", "application/xhtml+xml", "text/plain"]),
                maximumBodyBytes: Self.maximumBytes
            ),
            deadlineMilliseconds: Self.deadlineMilliseconds
        )
        let body: [UInt8]
        do throws(VettedClientError) {
            body = try await client.send(request).body
        } catch {
            log.write(.info, "A reference was not read", [.text("reason", error.description)])
            throw .media(url: url, problem: Self.problem(error))
        }
        let text = PageText(body).text
        guard !text.isEmpty else { throw .media(url: url, problem: "it has no text") }
        return text
    }

    private static func problem(_ error: VettedClientError) -> String {
        switch error {
        case .answerTooLarge: "it has more than 1 MiB"
        case .urlRefused: "it is not a public https address"
        case .mediaTypeRefused: "it is neither HTML nor plain text"
        default: "it cannot be fetched"
        }
    }
}

/// What a page says, without its markup.
///
/// No parser of HTML: the text is material for a draft, never shown as a page, so that what is read
/// wrongly does no harm.
struct PageText {
    let text: String

    private static let silent: Set<String> = ["script", "style", "noscript", "template", "svg"]
    private static let inline: Set<String> = [
        "a", "b", "i", "em", "strong", "span", "code", "small", "sup", "sub", "u", "mark", "abbr",
    ]
    private static let entities = [
        "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&nbsp;": " ", "&mdash;": "—",
        "&ndash;": "–", "&hellip;": "…", "&rsquo;": "’", "&lsquo;": "‘", "&ldquo;": "“",
        "&rdquo;": "”",
    ]

    init(_ page: [UInt8]) {
        var output: [UInt8] = []
        var rest = page[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            output += rest[..<open]
            rest = rest[open...]
            guard let name = Self.tagName(rest) else {
                output.append(UInt8(ascii: "<"))
                rest = rest.dropFirst()
                continue
            }
            let isSilent = Self.silent.contains(name)
            let end = Array((isSilent ? "</\(name)" : name.isEmpty ? "-->" : ">").utf8)
            rest = Self.after(end, in: rest)
            if isSilent { rest = Self.after([UInt8(ascii: ">")], in: rest) }
            let bare = name.hasPrefix("/") ? String(name.dropFirst()) : name
            if !Self.inline.contains(bare) { output.append(0x0a) }
        }
        output += rest
        text = Self.tidied(String(decoding: output, as: UTF8.self))
    }

    /// The name of the tag that begins here, `nil` where none does; empty for a comment.
    private static func tagName(_ bytes: ArraySlice<UInt8>) -> String? {
        let inner = bytes.dropFirst()
        if inner.starts(with: "!--".utf8) { return "" }
        guard let first = inner.first,
            ASCII.isLetter(first) || first == 0x2f || first == 0x21 || first == 0x3f
        else { return nil }
        let name = inner.dropFirst().prefix(30).prefix { ASCII.isLetter($0) || ASCII.isDigit($0) }
        return String(decoding: ([first] + name).map(ASCII.lowercased(_:)), as: UTF8.self)
    }

    /// What follows `end`, which is in lower case; nothing where it does not occur.
    private static func after(
        _ end: [UInt8],
        in bytes: ArraySlice<UInt8>
    ) -> ArraySlice<UInt8> {
        var index = bytes.startIndex
        while index + end.count <= bytes.endIndex {
            // Most bytes are not the first of `end`, and those that are cost a copy of a few.
            if bytes[index] == end[0],
                bytes[index..<(index + end.count)].map(ASCII.lowercased(_:)) == end
            {
                return bytes[(index + end.count)...]
            }
            index += 1
        }
        return []
    }

    private static func tidied(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        var tidy = lines.filter { !$0.isEmpty }.joined(separator: "\n")
        for (entity, character) in entities { tidy = tidy.replacing(text: entity, with: character) }
        tidy = tidy.replacing(text: "&amp;", with: "&")
        let scalars = tidy.unicodeScalars.filter { $0.value >= 0x20 || $0 == "\n" }
        var result = ""
        result.unicodeScalars.append(contentsOf: scalars.prefix(DraftReference.maximumLength))
        return result
    }
}
