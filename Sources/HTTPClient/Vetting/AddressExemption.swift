private import Primitives
public import Transport

/// Addresses, perhaps at one port only, that an operator allows although they are not public.
public struct AddressExemption: Sendable, Hashable, CustomStringConvertible {
    private let block: CIDRBlock
    private let port: UInt16?

    /// Exempts the addresses of `block`, at `port` only unless it is `nil`.
    public init(_ block: CIDRBlock, port: UInt16? = nil) {
        self.block = block
        self.port = port
    }

    /// Reads `10.0.0.5:8000`, `[fd00::5]:8000`, `localhost:11434`, `10.0.0.5` or `10.0.0.0/24`;
    /// `nil` for anything else.
    public init?(parsing text: String) {
        if let block = CIDRBlock(parsing: text) {
            self.init(block)
        } else if let address = try? SocketAddress(parsing: text), address.port > 0,
            let block = CIDRBlock(parsing: "\(address.ip)")
        {
            self.init(block, port: address.port)
        } else {
            return nil
        }
    }

    /// Whether `address` is exempt.
    func covers(_ address: SocketAddress) -> Bool {
        block.contains(address.ip) && (port == nil || port == address.port)
    }

    /// The block, and the port where there is one.
    public var description: String { port.map { "\(block) port \($0)" } ?? "\(block)" }

    static let loopback = [
        AddressExemption(CIDRBlock(literal: "127.0.0.0/8")),
        AddressExemption(CIDRBlock(literal: "::1")),
    ]
}
