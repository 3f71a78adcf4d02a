/// The name of a request in logs, on error pages and in `X-Request-ID`: sixteen lower-case
/// hexadecimal digits.
///
/// It is kept as the number that it spells, so that most requests need no text of it.
public struct RequestName: Sendable, Hashable, CustomStringConvertible {
    private let number: UInt64

    /// Names a request by `number`.
    public init(_ number: UInt64) {
        self.number = number
    }

    /// The digits.
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the digits.
    public func append(to bytes: inout [UInt8]) {
        let digits = (
            Self.digits(UInt32(truncatingIfNeeded: number >> 32)).bigEndian,
            Self.digits(UInt32(truncatingIfNeeded: number)).bigEndian
        )
        // The sixteen bytes are copied during the call.
        unsafe withUnsafeBytes(of: digits) { unsafe bytes.append(contentsOf: $0) }
    }

    /// Eight digits in as many bytes, the first one highest.
    private static func digits(_ number: UInt32) -> UInt64 {
        var spread = UInt64(number)
        spread = (spread | spread << 16) & 0x0000_ffff_0000_ffff
        spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ff
        spread = (spread | spread << 4) & 0x0f0f_0f0f_0f0f_0f0f
        let letters = ((spread &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
        return spread &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
    }
}
