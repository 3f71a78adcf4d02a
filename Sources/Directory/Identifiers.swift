public import Primitives

/// The row key of a person, which never leaves the server.
public struct PersonKey: Sendable, Hashable {
    /// The number that the store gave.
    public let rawValue: Int64

    /// Creates the key that the store numbers `rawValue`.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }
}

/// The row key of a workspace, which never leaves the server.
public struct WorkspaceKey: Sendable, Hashable {
    /// The number that the store gave.
    public let rawValue: Int64

    /// Creates the key that the store numbers `rawValue`.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }
}

/// Makes the opaque identifiers that people and clients see.
///
/// Eighty random bits in sixteen lower-case letters and digits: short enough to read aloud, too
/// many to guess or to meet twice.
public enum OpaqueIdentifier {
    // Crockford's base 32: no i, l, o or u, so that nothing reads as something else.
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// Returns a new identifier of a person, for instance `usr_2k7m0x9qv4b8t1ne`.
    public static func person(_ random: some RandomSource) -> String {
        make("usr_", random)
    }

    /// Returns a new identifier of a workspace, for instance `ws_2k7m0x9qv4b8t1ne`.
    public static func workspace(_ random: some RandomSource) -> String {
        make("ws_", random)
    }

    private static func make(_ prefix: String, _ random: some RandomSource) -> String {
        // 256 is a multiple of 32, so dropping the high bits keeps every digit equally likely.
        let digits = random.bytes(16).map { alphabet[Int($0 & 31)] }
        return prefix + String(decoding: digits, as: UTF8.self)
    }
}
