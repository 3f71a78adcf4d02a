internal import Cryptography
internal import Primitives

/// The key of a record, made of what it is the key of (AT Protocol, "Timestamp Identifiers").
///
/// A record key can be chosen, and a repository holds one record under it. One that follows from
/// the publication makes publishing twice impossible: the second record would be the first.
struct RecordKey: Sendable, Equatable {
    let text: String

    /// The digits, in the order of their values.
    private static let digits = Array("234567abcdefghijklmnopqrstuvwxyz".utf8)

    /// The key of a publication.
    ///
    /// - Parameters:
    ///   - publication: The publication's own key.
    ///   - time: When its network was asked for the first time.
    ///   - number: 0, or more where another record had the key before.
    init(of publication: String, at time: Timestamp, number: Int = 0) {
        let digest = SHA256.digest(Array("\(number) \(publication)".utf8))
        let bits = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let seconds = UInt64(clamping: time.secondsSinceEpoch)
        // 53 bits of microseconds and 10 of a clock's number, which here come from the digest.
        let microseconds = seconds &* 1_000_000 &+ (bits >> 32) % 1_000_000
        let value = (microseconds & (1 << 53 - 1)) << 10 | bits & 0x3ff
        let digits = (0..<13).map { Self.digits[Int(value >> UInt64(60 - 5 * $0) & 0x1f)] }
        text = String(decoding: digits, as: UTF8.self)
    }
}
