private import Glibc
private import Primitives

/// An address to listen on as an operator writes it, `127.0.0.1:8080` or `[::1]:8080`.
public struct ListenArgument: Sendable, Equatable {
    /// The form that is understood, for messages.
    public static let form = "an address and a port such as 127.0.0.1:8080 or [::1]:8080"

    /// The address as it was written.
    public let text: String
    /// Whether only this computer can reach it.
    public let isLoopback: Bool

    /// Reads `text`, or returns `nil` where it is not of the ``form``.
    public init?(parsing text: String) {
        let bytes = Array(text.utf8)
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")),
            let port = ASCII.decimal(bytes[(colon + 1)...]), port <= 65_535
        else { return nil }
        let host = bytes[..<colon]
        if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") {
            guard let address = Self.ipv6(host.dropFirst().dropLast()) else { return nil }
            isLoopback = address == [UInt8](repeating: 0, count: 15) + [1]
        } else if ASCII.lowercased(String(decoding: host, as: UTF8.self)) == "localhost" {
            isLoopback = true
        } else {
            guard let address = Self.ipv4(host) else { return nil }
            isLoopback = address[0] == 127
        }
        self.text = text
    }

    private static func ipv4(_ host: ArraySlice<UInt8>) -> [UInt8]? {
        let parts = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part -> UInt8? in
            // A leading zero reads as octal in some places.
            guard part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            return ASCII.decimal(part).flatMap { UInt8(exactly: $0) }
        }
        return parts.count == 4 && numbers.count == 4 ? numbers : nil
    }

    private static func ipv6(_ host: ArraySlice<UInt8>) -> [UInt8]? {
        var address = [UInt8](repeating: 0, count: 16)
        let text = String(decoding: host, as: UTF8.self)
        // `address` has the 16 bytes that an IPv6 address fills.
        return unsafe inet_pton(AF_INET6, text, &address) == 1 ? address : nil
    }
}
