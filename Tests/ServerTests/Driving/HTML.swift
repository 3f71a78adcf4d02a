import Testing

/// As much of a page as a driver has to read.
enum HTML {
    /// Where `marker` ends.
    static func end(of marker: String, in html: String) throws -> String.Index {
        try #require(html.firstRange(of: marker), "no \(marker) in \(html)").upperBound
    }

    /// The value of the first field `name` behind `marker`.
    static func hidden(_ name: String, after marker: String, in html: String) throws -> String {
        let tail = String(html[try end(of: marker, in: html)...])
        return try #require(values(of: name, in: tail).first, "no field \(name)")
    }

    /// The values of all fields `name`, in their order.
    static func values(of name: String, in html: String) -> [String] {
        html.ranges(of: "name=\"\(name)\" value=\"").map { range in
            unescaped(html[range.upperBound...].prefix { $0 != "\"" })
        }
    }

    /// The addresses of all links that leave this server.
    static func foreignLinks(in html: String) -> [String] {
        let links = html.ranges(of: "href=\"").map { range in
            unescaped(html[range.upperBound...].prefix { $0 != "\"" })
        }
        return links.filter { !$0.hasPrefix("/") && !$0.hasPrefix("#") }
    }

    /// The address of the one link that leaves this server.
    static func foreignLink(in html: String) throws -> String {
        let links = foreignLinks(in: html)
        return try #require(links.count == 1 ? links.first : nil, "\(links)")
    }

    /// The text of an attribute, with the five references that the templates write.
    private static func unescaped(_ text: Substring) -> String {
        let references = [
            ("&#39;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"),
        ]
        return references.reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
    }
}
