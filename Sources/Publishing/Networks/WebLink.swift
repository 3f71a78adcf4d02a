/// Where a web address in a text ends.
public enum WebLink {
    /// What stands behind an address more often than in it.
    private static let trailing = Set(".,;:!?'\"”’…)]」』）。、".unicodeScalars)

    /// Returns the end of the address at the beginning of `text`.
    ///
    /// It ends before the next white space of any script and before `<` and `>`. The marks of the
    /// sentence around it are not part of it; a closing bracket is where an opening one is.
    /// The cost is linear in the address.
    ///
    /// - Parameters:
    ///   - text: UTF-8 that begins with an address.
    ///   - belongs: Whether a network takes the character for a part of an address.
    /// - Returns: The index behind the address.
    public static func end(
        of text: ArraySlice<UInt8>,
        where belongs: (Unicode.Scalar) -> Bool = { _ in true }
    ) -> Int {
        let word = text.prefix { $0 > 0x20 && $0 != 0x3c && $0 != 0x3e }
        var (index, end) = (word.startIndex, word.startIndex)
        var isOpened = false
        for scalar in String(decoding: word, as: UTF8.self).unicodeScalars {
            guard !scalar.properties.isWhitespace, belongs(scalar) else { break }
            index += UTF8.width(scalar)
            if scalar == "(" { isOpened = true }
            if !trailing.contains(scalar) || (scalar == ")" && isOpened) { end = index }
        }
        return end
    }
}
