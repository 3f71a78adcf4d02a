private import COpenSSL

/// Comparison whose time tells nothing about where two values differ.
public enum ConstantTime {
    /// Returns whether the two values are the same bytes.
    ///
    /// Only the lengths can be learnt from the time it takes.
    public static func equals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        // Both arrays hold `left.count` bytes and outlive the call.
        return unsafe CRYPTO_memcmp(left, right, left.count) == 0
    }
}
