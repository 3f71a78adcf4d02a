private import Primitives

/// A range of IP addresses with a common prefix, such as `10.0.0.0/8` (RFC 4632 §3.1).
public struct CIDRBlock: Sendable, Hashable, CustomStringConvertible {
    /// The first address of the block.
    public let base: IPAddress
    /// The number of leading bits that all its addresses share, up to 32 or 128.
    public let prefixLength: Int

    /// Reads `ADDRESS/LENGTH`, or an address alone, which is the block of that one address.
    ///
    /// `nil` for anything else, and where bits after the prefix are set: `10.0.0.1/8` may mean the
    /// network or the host, and a wrong guess would believe headers of strangers.
    public init?(parsing text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2,
            let address = IPAddress(parsing: String(decoding: first, as: UTF8.self))
        else { return nil }
        let width = Self.width(of: address)
        var length = width
        if parts.count == 2 {
            guard let number = ASCII.decimal(Array(parts[1])), number <= Int64(width) else {
                return nil
            }
            length = Int(number)
        }
        guard Self.masked(address, length) == address else { return nil }
        base = address
        prefixLength = length
    }

    /// Reads a block that stands in our own code; a misprint is a bug of ours and traps.
    public init(literal: StaticString) {
        guard let block = CIDRBlock(parsing: "\(literal)") else {
            preconditionFailure("not a block of addresses: \(literal)")
        }
        self = block
    }

    /// Whether `address` lies in the block; an IPv4-mapped IPv6 address counts as the IPv4 one.
    public func contains(_ address: IPAddress) -> Bool {
        let address = address.unmapped
        guard Self.width(of: address) == Self.width(of: base) else { return false }
        return Self.masked(address, prefixLength) == base
    }

    /// The block as `ADDRESS/LENGTH`.
    public var description: String { "\(base)/\(prefixLength)" }

    private static func width(of address: IPAddress) -> Int {
        switch address {
        case .v4: 32
        case .v6: 128
        }
    }

    /// `address` with all bits after the first `length` cleared.
    private static func masked(_ address: IPAddress, _ length: Int) -> IPAddress {
        switch address {
        case .v4(let bits):
            // Swift's shifts by the whole width or more give 0.
            .v4(bits & (UInt32.max << UInt32(32 - length)))
        case .v6(let high, let low):
            .v6(
                high & (UInt64.max << UInt64(max(0, 64 - length))),
                low & (UInt64.max << UInt64(min(64, 128 - length)))
            )
        }
    }
}
