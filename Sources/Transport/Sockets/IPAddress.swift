internal import CLinux

/// An IPv4 or IPv6 address.
public enum IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// An IPv4 address, `127.0.0.1` being `0x7f00_0001`.
    case v4(UInt32)
    /// An IPv6 address as its upper and lower 64 bits.
    case v6(UInt64, UInt64)

    /// `127.0.0.1`.
    public static let loopback = IPAddress.v4(0x7f00_0001)

    /// Reads an address in its text form, without brackets, port or zone; `nil` for anything else.
    ///
    /// IPv4 must be four decimal parts without leading zeros: forms like `0177.1` or `2130706433`,
    /// under which programs disagree about the address, are refused.
    public init?(parsing text: String) {
        guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
        var address = wl_address()
        // Both pointers live during the call only.
        guard unsafe wl_parse_ip(text, &address) == 1 else { return nil }
        self.init(address)
    }

    init(_ address: wl_address) {
        self =
            address.family == 4
            ? .v4(UInt32(truncatingIfNeeded: address.low)) : .v6(address.high, address.low)
    }

    /// The address with an IPv4-mapped IPv6 address (`::ffff:192.0.2.1`) turned into the IPv4 one.
    public var unmapped: IPAddress {
        guard case .v6(0, let low) = self, low >> 32 == 0xffff else { return self }
        return .v4(UInt32(truncatingIfNeeded: low))
    }

    /// Whether packets to the address stay on this machine.
    public var isLoopback: Bool {
        switch unmapped {
        case .v4(let bits): bits >> 24 == 127
        case .v6(let high, let low): high == 0 && low == 1
        }
    }

    /// The text form, IPv6 shortened as in RFC 5952.
    public var description: String {
        var address = cAddress(port: 0)
        // 46 is INET6_ADDRSTRLEN; the shim always ends the text with a zero byte.
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 46) { text in
            guard let start = text.baseAddress else { return "" }
            unsafe wl_format_ip(&address, start)
            return unsafe String(cString: start)
        }
    }

    func cAddress(port: UInt16) -> wl_address {
        switch self {
        case .v4(let bits):
            wl_address(high: 0, low: UInt64(bits), scope: 0, port: port, family: 4)
        case .v6(let high, let low):
            wl_address(high: high, low: low, scope: 0, port: port, family: 6)
        }
    }
}
