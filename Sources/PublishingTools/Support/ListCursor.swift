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

    /// Reads a cursor that a client handed back.
    init?(_ text: String, of list: List) {
        guard let bytes = Base64URL.decode(Array(text.utf8)) else { return nil }
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].elementsEqual("\(list.rawValue)1".utf8),
            let seconds = ASCII.decimal(parts[1]),
            let identifier = String(validating: parts[2], as: UTF8.self)
        else { return nil }
        position = PagePosition(
            createdAt: Timestamp(secondsSinceEpoch: seconds),
            identifier: identifier
        )
    }

    func text(of list: List) -> String {
        let seconds = position.createdAt.secondsSinceEpoch
        return Base64URL.encode(
            Array("\(list.rawValue)1:\(seconds):\(position.identifier)".utf8)
        )
    }
}
