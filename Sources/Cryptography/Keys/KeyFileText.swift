internal import Primitives

/// The text form of the server's keys.
///
///     wayleave-keys 1
///     root <43 base64url characters>
///     pepper 1 <43 base64url characters>
///
/// One key a line; further peppers may follow, each with its own number from 1 to 255. Empty lines
/// and lines that begin with `#` are left out.
enum KeyFileText {
    /// What is wrong with a text.
    enum ParseError: Error, Equatable {
        case malformed(line: Int)
        case unknownVersion
    }

    private static let keyByteCount = 32

    /// Writes a text with new keys.
    static func fresh(random: any RandomSource) -> [UInt8] {
        let root = Base64URL.encode(random.bytes(keyByteCount))
        let pepper = Base64URL.encode(random.bytes(keyByteCount))
        let text = """
            # The secret keys of a Wayleave server. Whoever reads this file together with the
            # database can make valid tokens. Back it up apart from the database; without it all
            # tokens are void.
            wayleave-keys 1
            root \(root)
            pepper 1 \(pepper)

            """
        return Array(text.utf8)
    }

    /// Reads `text`.
    static func keyRing(from text: [UInt8]) throws(ParseError) -> KeyRing {
        var hasHeader = false
        var root: [UInt8]?
        var peppers: [UInt8: MACKey] = [:]
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            guard let first = line.first, first != UInt8(ascii: "#") else { continue }
            let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            let name = String(decoding: words[0], as: UTF8.self)
            let number = index + 1
            switch (name, words.count) {
            case ("wayleave-keys", 2) where !hasHeader:
                guard let version = ASCII.decimal(words[1]) else {
                    throw .malformed(line: number)
                }
                guard version == 1 else { throw .unknownVersion }
                hasHeader = true
            case ("root", 2) where hasHeader && root == nil:
                root = try key(words[1], line: number)
            case ("pepper", 3) where hasHeader:
                guard let id = ASCII.decimal(words[1]), (1...255).contains(id),
                    peppers[UInt8(id)] == nil
                else { throw .malformed(line: number) }
                peppers[UInt8(id)] = MACKey(try key(words[2], line: number))
            default:
                throw .malformed(line: number)
            }
        }
        guard let root, !peppers.isEmpty else { throw .malformed(line: lines.count) }
        return KeyRing(rootKey: root, tokenPeppers: peppers)
    }

    private static func key(_ text: ArraySlice<UInt8>, line: Int) throws(ParseError) -> [UInt8] {
        guard let bytes = Base64URL.decode(text), bytes.count == keyByteCount else {
            throw .malformed(line: line)
        }
        return bytes
    }
}
