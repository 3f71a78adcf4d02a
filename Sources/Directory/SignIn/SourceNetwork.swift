private import Primitives

/// The network that a request comes from, as far as throttling tells sources apart.
///
/// One subscriber commonly holds a whole IPv6 /64 and neighbours of an IPv4 /24 often act together,
/// so single addresses would be too easy to change (reference practice: NIST SP 800-63B §3.2.2).
public struct SourceNetwork: Sendable, Equatable {
    /// A tag byte and the network's bytes: 3 for IPv4, 8 for IPv6, the text itself for anything
    /// else.
    public let bytes: [UInt8]

    /// Reads the text of an address, with or without a zone such as `%eth0`.
    public init(address: String) {
        let text = Array(address.utf8.prefix { $0 != UInt8(ascii: "%") })
        if let version4 = Self.version4(text[...]) {
            bytes = [4] + version4.prefix(3)
        } else if let version6 = Self.version6(text) {
            // `::ffff:a.b.c.d` is how a dual-stack socket writes an IPv4 peer (RFC 4291 §2.5.5.2).
            let isMapped =
                version6.prefix(10).allSatisfy { $0 == 0 } && version6[10...11] == [255, 255]
            bytes = isMapped ? [4] + version6[12..<15] : [6] + version6.prefix(8)
        } else {
            bytes = [0] + text
        }
    }

    private static func version4(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard part.count <= 3, let value = ASCII.decimal(part).flatMap(UInt8.init(exactly:))
            else { return nil }
            bytes.append(value)
        }
        return bytes
    }

    /// Reads the forms of RFC 4291 §2.2, the one with a dotted tail included.
    private static func version6(_ text: [UInt8]) -> [UInt8]? {
        let colon = UInt8(ascii: ":")
        let gap = text.indices.dropLast().first { text[$0] == colon && text[$0 + 1] == colon }
        guard let gap else {
            let all = groups(text[...])
            return all?.count == 16 ? all : nil
        }
        guard let head = groups(text[..<gap]), let tail = groups(text[(gap + 2)...]),
            head.count + tail.count <= 14
        else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, let dotted = version4(part) {
                bytes += dotted
                continue
            }
            guard (1...4).contains(part.count) else { return nil }
            var value: UInt16 = 0
            for byte in part {
                guard let digit = ASCII.hexValue(byte) else { return nil }
                value = value << 4 | UInt16(digit)
            }
            bytes += [UInt8(value >> 8), UInt8(value & 255)]
        }
        return bytes
    }
}
