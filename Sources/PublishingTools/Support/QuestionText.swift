internal import Primitives
internal import Publishing

/// How questions describe what they are about, each part on a line of its own.
///
/// Everything is in one text, because not every client shows more than that.
enum QuestionText {
    private static let longestText = 600
    private static let longestName = 80

    /// The post with what each profile would show, and its workspace.
    ///
    /// - Parameters:
    ///   - post: The post.
    ///   - newFiles: How many files it would get, or `nil` where they stay.
    ///   - workspace: The name of the workspace.
    /// - Returns: The lines.
    static func lines(
        about post: PostGroup,
        newFiles: Int? = nil,
        in workspace: String
    ) -> [String] {
        var groups: [(text: String, places: [String])] = []
        for preview in PostPreview.of(post) {
            let place = place(preview.profile)
            if let index = groups.firstIndex(where: { $0.text.isIdentical(to: preview.text) }) {
                groups[index].places.append(place)
            } else {
                groups.append((preview.text, [place]))
            }
        }
        let files = with(newFiles ?? post.content.media.count)
        var lines: [String]
        if groups.count < 2 {
            let text = groups.first?.text ?? post.content.caption
            let places = groups.first?.places.joined(separator: ", ") ?? "no profile yet"
            lines = ["Post: \(said(text))\(files)", "Profiles: \(places)"]
        } else {
            lines = groups.map { group in
                "Post for \(group.places.joined(separator: ", ")): \(said(group.text))\(files)"
            }
        }
        lines.append(line(ofWorkspace: workspace))
        return lines
    }

    /// The workspace.
    static func line(ofWorkspace name: String) -> String {
        "Workspace: \(name.inOneLine(longestName).text)"
    }

    /// The text of a post in quotation marks; what is left out is counted.
    static func said(_ text: String) -> String {
        let (line, rest) = text.inOneLine(longestText)
        if line.isEmpty { return "A post without text" }
        return rest == 0 ? "“\(line)”" : "“\(line)…” and \(rest) more characters"
    }

    /// A profile by handle and network.
    static func place(_ profile: SocialProfile) -> String {
        "\(name(profile.handle)) (\(profile.network.title))"
    }

    /// A name, cut.
    static func name(_ text: String) -> String {
        let (line, rest) = text.inOneLine(longestName)
        return rest == 0 ? line : line + "…"
    }

    /// A time, as people read it.
    static func time(_ time: Timestamp) -> String {
        let text = CivilDate(time).rfc3339
        return "\(text.prefix(10)) at \(text.dropFirst(11).prefix(5)) UTC"
    }

    private static func with(_ files: Int) -> String {
        files == 0 ? "" : ", with \(files) \(files == 1 ? "file" : "files")"
    }
}

extension String {
    /// The text without line ends, so that it cannot look like another line of a question, cut, and
    /// how many characters were left out.
    fileprivate func inOneLine(_ limit: Int) -> (text: String, rest: Int) {
        var line = String.UnicodeScalarView()
        var rest = 0
        for scalar in unicodeScalars {
            let shown: Unicode.Scalar
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: shown = " "
            // What turns or hides the text around it has no business in a question.
            case .format, .privateUse, .surrogate: continue
            default: shown = scalar
            }
            if line.count < limit { line.append(shown) } else { rest += 1 }
        }
        return (String(line), rest)
    }
}
