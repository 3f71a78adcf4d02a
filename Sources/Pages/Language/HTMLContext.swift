/// Where in an HTML document a template stands, so that a value is only written where escaping
/// holds.
///
/// It also refuses what the content security policy would block anyway (scripts, inline styles,
/// event handlers), so that the author of a changed template learns of it at start and not from a
/// page that looks wrong.
struct HTMLContext: Equatable {
    private enum State: Equatable {
        case text
        case tagOpen
        case tagName([UInt8])
        case betweenAttributes
        case attributeName([UInt8])
        case beforeValue(attribute: [UInt8])
        case value(attribute: [UInt8], addressSoFar: [UInt8])
        case markup
    }

    private var state = State.text

    /// Whether the document may end or a new element may begin here.
    var isText: Bool { state == .text }

    /// Follows `bytes` of the template itself.
    ///
    /// - Returns: What is wrong and after how many bytes, or `nil`.
    mutating func follow(_ bytes: [UInt8]) -> (offset: Int, problem: String)? {
        for (offset, byte) in bytes.enumerated() {
            if let problem = step(byte) { return (offset, problem) }
        }
        return nil
    }

    /// Settles at a directive, where a name that is being written is complete.
    ///
    /// - Returns: What is wrong with a directive here, or `nil`.
    mutating func settle() -> String? {
        switch state {
        case .tagOpen, .beforeValue, .markup:
            return "a directive cannot stand in the middle of a tag"
        case .tagName, .attributeName: state = .betweenAttributes
        case .text, .betweenAttributes, .value: break
        }
        return nil
    }

    /// What is wrong with writing a value of this kind here, or `nil`.
    func problem(writing kind: FieldKind) -> String? {
        switch kind {
        case .flag: return "it is only for conditions: write {{#if …}}"
        case .list: return "it is a list: write {{#each …}}"
        case .text, .link: break
        }
        switch state {
        case .text: return nil
        case .value(let attribute, let start):
            guard Self.addressAttributes.contains(attribute) else { return nil }
            if case .link = kind, start.isEmpty { return nil }
            let isOwnPath = start.count > 1 && start[0] == 0x2f && start[1] != 0x2f
            guard isOwnPath || start.first == UInt8(ascii: "#") else {
                return "a text cannot begin an address; only a link can"
            }
            return nil
        default: return "a value can only stand in text or between double quotes"
        }
    }

    private mutating func step(_ byte: UInt8) -> String? {
        let isSpace = byte == 0x20 || byte == 0x0a || byte == 0x09
        switch state {
        case .text:
            if byte == UInt8(ascii: "<") { state = .tagOpen }
        case .tagOpen:
            if byte == UInt8(ascii: "!") {
                state = .markup
            } else if byte == UInt8(ascii: "/") || byte | 0x20 > 0x60 && byte | 0x20 < 0x7b {
                state = .tagName([byte | 0x20])
            } else {
                return "write &lt; for a less-than sign"
            }
        case .tagName(let name):
            if isSpace || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") {
                if Self.refusedElements.contains(name) {
                    return "the element \(String(decoding: name, as: UTF8.self)) is not allowed"
                }
                state = byte == UInt8(ascii: ">") ? .text : .betweenAttributes
            } else {
                state = .tagName(name + [byte | 0x20])
            }
        case .betweenAttributes:
            if byte == UInt8(ascii: ">") {
                state = .text
            } else if !isSpace, byte != UInt8(ascii: "/") {
                state = .attributeName([byte | 0x20])
                return byte == UInt8(ascii: "\"") ? "a quotation mark without its attribute" : nil
            }
        case .attributeName(let name): return stepAttributeName(name, byte, isSpace: isSpace)
        case .beforeValue(let attribute):
            guard byte == UInt8(ascii: "\"") else {
                return "write attribute values between double quotes"
            }
            state = .value(attribute: attribute, addressSoFar: [])
        case .value(let attribute, let start):
            if byte == UInt8(ascii: "\"") {
                state = .betweenAttributes
            } else if start.count < 2, Self.addressAttributes.contains(attribute) {
                state = .value(attribute: attribute, addressSoFar: start + [byte])
            }
        case .markup:
            if byte == UInt8(ascii: ">") { state = .text }
        }
        return nil
    }

    private mutating func stepAttributeName(
        _ name: [UInt8],
        _ byte: UInt8,
        isSpace: Bool
    ) -> String? {
        if byte == UInt8(ascii: "=") {
            if name.starts(with: "on".utf8) || Self.refusedAttributes.contains(name) {
                return "the attribute \(String(decoding: name, as: UTF8.self)) is not allowed"
            }
            state = .beforeValue(attribute: name)
        } else if byte == UInt8(ascii: ">") {
            state = .text
        } else if isSpace {
            state = .betweenAttributes
        } else {
            state = .attributeName(name + [byte | 0x20])
        }
        return nil
    }

    private static func names(_ text: String) -> Set<[UInt8]> {
        Set(text.split(separator: " ").map { Array($0.utf8) })
    }

    private static let refusedElements = names(
        "script style iframe frame object embed base applet template math"
    )
    private static let refusedAttributes = names("style srcdoc http-equiv srcset ping background")
    private static let addressAttributes = names("href src action formaction cite data poster")
}
