public import Transport

/// Why nothing is sent to an address; for the log.
public indirect enum AddressRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// It lies in a block that is set apart.
    case special(SpecialPurposeBlock)
    /// It is an IPv4 address written as an IPv6 one (`::ffff:0:0/96`).
    case mapped
    /// It is an IPv6 address outside `2000::/3`, where all public ones are.
    case notGlobal
    /// It leads to the IPv4 address `address` through a translator or tunnel, which is refused.
    case embedded(address: IPAddress, AddressRefusal)
    /// It lies under a translation prefix and yet carries no IPv4 address (RFC 6052 §2.2).
    case malformedTranslation
    /// This server itself answers there.
    case own
    /// It is given by number where a name is wanted.
    case unnamed

    /// A phrase that completes "the address is refused: ".
    public var description: String {
        switch self {
        case .special(let block): "it is in \(block)"
        case .mapped: "it is an IPv4 address in IPv6 form"
        case .notGlobal: "it is outside 2000::/3"
        case .embedded(let address, let refusal): "it stands for \(address): \(refusal)"
        case .malformedTranslation: "it is no translated IPv4 address"
        case .own: "this server itself answers there"
        case .unnamed: "it is not given by name"
        }
    }
}
