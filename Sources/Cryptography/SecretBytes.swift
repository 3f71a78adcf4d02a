private import COpenSSL

/// Key bytes that are wiped when they go.
///
/// The bytes sit in one allocation that never grows, so no copy stays behind as with an array, and
/// `deinit` overwrites them with a call that the optimiser may not remove. Whoever turns them into
/// an array loses that guarantee for the array.
@safe
package struct SecretBytes: ~Copyable, @unchecked Sendable {
    // @unchecked Sendable: the bytes never change between `init` and `deinit`.
    private let storage: UnsafeMutableRawBufferPointer
    private let afterWiping: (@Sendable ([UInt8]) -> Void)?

    /// Allocates `count` zero bytes and lets `fill` write them.
    ///
    /// - Parameters:
    ///   - count: How many bytes there are, at least 1.
    ///   - afterWiping: Called with the wiped bytes just before they are freed, for the test.
    ///   - fill: Writes the secret.
    package init(
        count: Int,
        afterWiping: (@Sendable ([UInt8]) -> Void)? = nil,
        fill: (UnsafeMutableRawBufferPointer) -> Void
    ) {
        unsafe storage = .allocate(byteCount: count, alignment: 16)
        unsafe storage.initializeMemory(as: UInt8.self, repeating: 0)
        self.afterWiping = afterWiping
        unsafe fill(storage)
    }

    /// Copies `bytes`; the array itself is not wiped.
    package init(copying bytes: [UInt8]) {
        unsafe self.init(count: bytes.count) { unsafe $0.copyBytes(from: bytes) }
    }

    deinit {
        // The buffer is this value's own allocation and still whole.
        unsafe OPENSSL_cleanse(storage.baseAddress, storage.count)
        unsafe afterWiping?(Array(storage))
        unsafe storage.deallocate()
    }

    /// How many bytes there are.
    package var count: Int { unsafe storage.count }

    /// Runs `body` with the bytes, which are valid until it returns.
    package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe body(UnsafeRawBufferPointer(storage))
    }
}
