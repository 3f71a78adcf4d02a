internal import Transport

/// A prefix under which a network translates IPv6 to IPv4 (NAT64, RFC 6052 §2.2).
///
/// An address under it leads to the IPv4 address that it carries, so that one is judged.
public struct TranslationPrefix: Sendable, Hashable {
    private let block: CIDRBlock

    /// The prefix that everybody may use, `64:ff9b::/96`.
    public static let wellKnown = TranslationPrefix(CIDRBlock(literal: "64:ff9b::/96"))

    /// Takes a prefix of 32, 40, 48, 56, 64 or 96 bits; `nil` for another length or for IPv4.
    public init?(parsing text: String) {
        guard let block = CIDRBlock(parsing: text), case .v6 = block.base,
            [32, 40, 48, 56, 64, 96].contains(block.prefixLength)
        else { return nil }
        self.init(block)
    }

    private init(_ block: CIDRBlock) {
        self.block = block
    }

    /// Whether `address` lies under the prefix.
    func covers(_ address: IPAddress) -> Bool {
        guard case .v6 = address else { return false }
        return block.contains(address)
    }

    /// The IPv4 address that `address`, which lies under the prefix, carries; `nil` where the octet
    /// that must be zero is not.
    func embedded(in address: IPAddress) -> IPAddress? {
        guard case .v6(let high, let low) = address else { return nil }
        // Bits 64 to 71 are zero in every format, and split the IPv4 address in most.
        guard low >> 56 == 0 else { return nil }
        guard block.prefixLength < 96 else { return .v4(UInt32(truncatingIfNeeded: low)) }
        let upperBits = UInt64(64 - block.prefixLength)
        let lowerBits = 32 - upperBits
        let upper = high & ((1 << upperBits) - 1)
        // Swift's shift by the whole width gives 0.
        let lower = (low << 8) >> (64 - lowerBits)
        return .v4(UInt32(truncatingIfNeeded: upper << lowerBits | lower))
    }
}
