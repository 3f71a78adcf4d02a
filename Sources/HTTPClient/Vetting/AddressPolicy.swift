public import Transport

/// Which addresses requests on behalf of strangers may go to: those of public servers.
///
/// It keeps a client, whose URL the server fetches, from reaching what only this server can reach:
/// the machine itself, its private network, and the metadata service of a cloud. An allow-list for
/// IPv6 and the whole of the IANA special-purpose registries for IPv4; forms that lead to IPv4
/// through a translator or tunnel are judged by what they carry, or refused.
public struct AddressPolicy: Sendable {
    /// What an operator allows although it is not public; for connections that the operator asked
    /// for, such as a model on the same machine.
    public var exemptions: [AddressExemption] = []
    /// Where this network translates IPv6 to IPv4.
    public var translationPrefixes: [TranslationPrefix] = [.wellKnown]
    /// Where this server itself answers: its listening and its public addresses.
    ///
    /// Such an address is refused at every port, and where it is exempt at this one.
    public var ownAddresses: [SocketAddress] = []

    /// Creates the policy without exemptions.
    public init() {}

    /// Returns why nothing may be sent to `address`, or `nil` when it is fine.
    public func refusal(of address: SocketAddress) -> AddressRefusal? {
        let isExempt = exemptions.contains { $0.covers(address) }
        if isOwn(address, isExempt: isExempt) { return .own }
        return isExempt ? nil : refusal(of: address.ip)
    }

    /// Returns the policy that also lets loopback addresses through.
    func allowingLoopback() -> AddressPolicy {
        var policy = self
        policy.exemptions += AddressExemption.loopback
        return policy
    }

    private func isOwn(_ address: SocketAddress, isExempt: Bool) -> Bool {
        ownAddresses.contains { own in
            let isSameHost =
                own.ip.unmapped == address.ip.unmapped
                || own.ip.isUnspecified && address.ip.isLoopback
            return isSameHost && (!isExempt || own.port == address.port)
        }
    }

    private func refusal(of address: IPAddress) -> AddressRefusal? {
        switch address {
        case .v4:
            return special(address, SpecialPurposeBlock.v4)
        case .v6(let high, let low):
            if let prefix = translationPrefixes.first(where: { $0.covers(address) }) {
                guard let carried = prefix.embedded(in: address) else {
                    return .malformedTranslation
                }
                return embedded(carried)
            }
            guard high >> 61 == 0b001 else { return refusalOutsideGlobal(address) }
            if let refusal = special(address, SpecialPurposeBlock.v6Global) { return refusal }
            guard Self.isISATAP(low) else { return nil }
            return embedded(.v4(UInt32(truncatingIfNeeded: low)))
        }
    }

    private func refusalOutsideGlobal(_ address: IPAddress) -> AddressRefusal {
        if address.unmapped != address { return .mapped }
        return special(address, SpecialPurposeBlock.v6Other) ?? .notGlobal
    }

    private func embedded(_ address: IPAddress) -> AddressRefusal? {
        refusal(of: address).map { .embedded(address: address, $0) }
    }

    private func special(
        _ address: IPAddress,
        _ blocks: [SpecialPurposeBlock]
    ) -> AddressRefusal? {
        blocks.first { $0.block.contains(address) }.map { .special($0) }
    }

    /// Whether the lower half of an address is one of ISATAP, `[02]00:5efe` and an IPv4 address
    /// (RFC 5214 §6.1).
    private static func isISATAP(_ low: UInt64) -> Bool {
        low >> 32 & 0xfdff_ffff == 0x0000_5efe
    }
}

extension IPAddress {
    /// Whether it means "any address" of the machine that listens on it.
    fileprivate var isUnspecified: Bool {
        switch self {
        case .v4(let bits): bits == 0
        case .v6(let high, let low): high == 0 && low == 0
        }
    }
}
