import Primitives
import Testing

/// Reads the hexadecimal notation in which the test vectors are published; spaces are left out.
func hex(_ text: String) throws -> [UInt8] {
    try #require(Hex.decode(text.utf8.filter { $0 != 0x20 && $0 != 0x0a }))
}

/// The bytes of an ASCII text.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
