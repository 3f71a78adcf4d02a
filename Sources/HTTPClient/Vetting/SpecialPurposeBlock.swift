public import Transport

/// A block of addresses that no public server has, and what it is for.
public struct SpecialPurposeBlock: Sendable, Hashable, CustomStringConvertible {
    /// The addresses.
    public let block: CIDRBlock
    /// What they are for.
    public let purpose: String

    private init(_ block: StaticString, _ purpose: String) {
        self.block = CIDRBlock(literal: block)
        self.purpose = purpose
    }

    /// The block and its purpose.
    public var description: String { "\(block), \(purpose)" }

    /// Every block of IPv4 that the IANA registries set apart, and one that is public by range
    /// only.
    static let v4: [SpecialPurposeBlock] = [
        .init("0.0.0.0/8", "this network"),
        .init("10.0.0.0/8", "private use"),
        .init("100.64.0.0/10", "carrier-grade NAT"),
        .init("127.0.0.0/8", "loopback"),
        .init("168.63.129.16", "the host service of Azure"),
        .init("169.254.0.0/16", "link-local, instance metadata among it"),
        .init("172.16.0.0/12", "private use"),
        .init("192.0.0.0/24", "protocol assignments"),
        .init("192.0.2.0/24", "documentation"),
        .init("192.31.196.0/24", "AS112"),
        .init("192.52.193.0/24", "AMT"),
        .init("192.88.99.0/24", "6to4 relays"),
        .init("192.168.0.0/16", "private use"),
        .init("192.175.48.0/24", "AS112"),
        .init("198.18.0.0/15", "benchmarks"),
        .init("198.51.100.0/24", "documentation"),
        .init("203.0.113.0/24", "documentation"),
        .init("224.0.0.0/4", "multicast"),
        .init("240.0.0.0/4", "reserved and broadcast"),
    ]

    /// Blocks inside `2000::/3` that are set apart.
    static let v6Global: [SpecialPurposeBlock] = [
        .init("2001::/23", "protocol assignments, Teredo and ORCHID among them"),
        .init("2001:db8::/32", "documentation"),
        .init("2002::/16", "6to4"),
        .init("2620:4f:8000::/48", "AS112"),
        .init("3fff::/20", "documentation"),
    ]

    /// Blocks outside `2000::/3` that have a name; all else there is refused without one.
    static let v6Other: [SpecialPurposeBlock] = [
        .init("::/128", "unspecified"),
        .init("::1/128", "loopback"),
        .init("::/96", "IPv4-compatible"),
        .init("::ffff:0:0:0/96", "IPv4-translated"),
        .init("64:ff9b:1::/48", "local translation to IPv4"),
        .init("100::/64", "discard only"),
        .init("5f00::/16", "segment routing"),
        .init("fc00::/7", "unique local"),
        .init("fe80::/10", "link-local"),
        .init("fec0::/10", "site-local"),
        .init("ff00::/8", "multicast"),
    ]
}
