// The standard library looks for texts in texts with its engine for regular expressions, which is
// a megabyte of program, and by `Character`s; these look at bytes.
extension String {
    /// Whether the bytes of `part` occur in it; an empty part always does.
    public func contains(text part: String) -> Bool {
        let (bytes, wanted) = (Array(utf8), Array(part.utf8))
        return Self.position(of: wanted, in: bytes, from: 0) != nil
    }

    /// What stands before and after the first occurrence of the bytes of `part`, or `nil`.
    public func parted(byText part: String) -> (before: String, after: String)? {
        let (bytes, wanted) = (Array(utf8), Array(part.utf8))
        guard let found = Self.position(of: wanted, in: bytes, from: 0) else { return nil }
        let after = bytes[(found + wanted.count)...]
        return (
            String(decoding: bytes[..<found], as: UTF8.self),
            String(decoding: after, as: UTF8.self)
        )
    }

    /// Returns a copy in which each occurrence of `part`, from the left, is `replacement`.
    ///
    /// - Parameters:
    ///   - part: What to look for, by its bytes; nothing is replaced where it is empty.
    ///   - replacement: What takes its place; it is not looked through again.
    /// - Returns: The copy.
    public func replacing(text part: String, with replacement: some StringProtocol) -> String {
        let (bytes, wanted) = (Array(utf8), Array(part.utf8))
        guard !wanted.isEmpty else { return self }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var start = 0
        while let found = Self.position(of: wanted, in: bytes, from: start) {
            result.append(contentsOf: bytes[start..<found])
            result.append(contentsOf: replacement.utf8)
            start = found + wanted.count
        }
        result.append(contentsOf: bytes[start...])
        return String(decoding: result, as: UTF8.self)
    }

    private static func position(
        of wanted: [UInt8],
        in bytes: [UInt8],
        from start: Int
    ) -> Int? {
        guard bytes.count >= wanted.count else { return nil }
        var position = start
        while position <= bytes.count - wanted.count {
            var matching = 0
            while matching < wanted.count, bytes[position + matching] == wanted[matching] {
                matching += 1
            }
            if matching == wanted.count { return position }
            position += 1
        }
        return nil
    }
}

extension Substring {
    /// Where the bytes of `part` occur first, or `nil`.
    public func range(ofText part: String) -> Range<Index>? {
        var start = utf8.startIndex
        while true {
            let rest = utf8[start...]
            if rest.starts(with: part.utf8) {
                return start..<utf8.index(start, offsetBy: part.utf8.count)
            }
            guard !rest.isEmpty else { return nil }
            start = utf8.index(after: start)
        }
    }
}
