internal import JSON
internal import Primitives
internal import Publishing

/// Where a page of a list ended, in a form that clients hand back unread.
struct ListCursor {
    /// The lists, so that the cursor of one is not taken for that of another.
    enum List: String {
        case profiles = "s"
        case brandKits = "b"
        case hashtagLibraries = "h"
        case studioTemplates = "t"
        case posts = "p"
        case workflows = "w"
    }

    let position: PagePosition

    init(_ position: PagePosition) {
        self.position = position
    }

    /// Reads a cursor that a client handed back, or is `nil` for one of another list: of another
    /// workspace or with other filters, it would leave out items without a word.
    init?(_ text: String, of list: List, in arguments: JSONObject) {
        guard let bytes = Base64URL.decode(Array(text.utf8)) else { return nil }
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].elementsEqual("\(list.rawValue)2".utf8),
            parts[1].elementsEqual(Self.mark(of: arguments).utf8),
            let seconds = ASCII.decimal(parts[2]),
            let identifier = String(validating: parts[3], as: UTF8.self)
        else { return nil }
        position = PagePosition(
            createdAt: Timestamp(secondsSinceEpoch: seconds),
            identifier: identifier
        )
    }

    func text(of list: List, in arguments: JSONObject) -> String {
        let mark = Self.mark(of: arguments)
        let seconds = position.createdAt.secondsSinceEpoch
        return Base64URL.encode(
            Array("\(list.rawValue)2:\(mark):\(seconds):\(position.identifier)".utf8)
        )
    }

    /// Tells lists apart: FNV-1a of what chooses their items.
    ///
    /// It catches mistakes and guards nothing, for the workspace is looked up anew for every page.
    private static func mark(of arguments: JSONObject) -> String {
        var choice = arguments
        for paging in ["cursor", "limit"] { choice[paging] = nil }
        let hash = JSONValue.object(choice).canonicalBytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 36)
    }
}
