internal import CLinux
private import Primitives

/// An IP address and a TCP port.
public struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address.
    public let ip: IPAddress
    /// The port; 0 asks the system to choose one.
    public let port: UInt16

    /// Puts an address and a port together.
    public init(ip: IPAddress, port: UInt16) {
        self.ip = ip
        self.port = port
    }

    init(_ address: wl_address) {
        self.init(ip: IPAddress(address), port: address.port)
    }

    /// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`.
    ///
    /// Names other than `localhost` are refused, since what they resolve to can change.
    ///
    /// - Parameter text: The address as an operator writes it.
    /// - Throws: ``TransportError/addressMalformed(_:)`` for any other form.
    public init(parsing text: String) throws(TransportError) {
        let bytes = Array(text.utf8)
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")),
            let number = ASCII.decimal(bytes[(colon + 1)...]),
            let port = UInt16(exactly: number),
            let ip = Self.host(Array(bytes[..<colon]))
        else { throw .addressMalformed(text) }
        self.init(ip: ip, port: port)
    }

    private static func host(_ bytes: [UInt8]) -> IPAddress? {
        if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") {
            let inside = String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
            guard case .v6(let high, let low)? = IPAddress(parsing: inside) else { return nil }
            return .v6(high, low)
        }
        let name = String(decoding: bytes, as: UTF8.self)
        if ASCII.lowercased(name).isIdentical(to: "localhost") { return .loopback }
        guard case .v4(let bits)? = IPAddress(parsing: name) else { return nil }
        return .v4(bits)
    }

    /// The form that ``init(parsing:)`` reads.
    public var description: String {
        switch ip {
        case .v4: "\(ip):\(port)"
        case .v6: "[\(ip)]:\(port)"
        }
    }
}
