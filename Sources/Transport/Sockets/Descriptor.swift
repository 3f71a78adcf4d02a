private import CLinux

/// An open file descriptor that closes itself.
///
/// Not copyable, so that exactly one owner closes it, once.
public struct Descriptor: ~Copyable, Sendable {
    /// The number by which the kernel knows it, -1 once closed.
    private(set) var number: Int32

    /// Takes over `number`, which nobody else may close.
    init(owning number: Int32) {
        self.number = number
    }

    deinit {
        if number >= 0 { wl_close(number) }
    }

    /// Closes it now, where its owner lives on.
    mutating func close() {
        if number >= 0 { wl_close(number) }
        number = -1
    }

    /// Sends what the system takes of `bytes` at once, for a last word before closing.
    public borrowing func sendOnce(_ bytes: [UInt8]) {
        // The pointer lives during the call only.
        _ = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe wl_send(number, buffer.baseAddress, buffer.count, 0)
        }
    }

    /// Two connected stream sockets, for tests that need a connection and no port.
    ///
    /// - Returns: Both ends; what one sends the other receives.
    /// - Throws: ``TransportError/system(operation:code:)`` when no descriptor is left.
    public static func socketPair() throws(TransportError) -> SocketPair {
        var numbers: [Int32] = [-1, -1]
        // The array has the two elements that the shim writes.
        let result = unsafe numbers.withUnsafeMutableBufferPointer { buffer in
            unsafe wl_socket_pair(buffer.baseAddress)
        }
        _ = try SystemCode.check("socketpair", result)
        return SocketPair(
            first: Descriptor(owning: numbers[0]),
            second: Descriptor(owning: numbers[1])
        )
    }
}

/// The two ends of ``Descriptor/socketPair()``.
public struct SocketPair: ~Copyable, Sendable {
    /// One end.
    public let first: Descriptor
    /// The other end.
    public let second: Descriptor

    init(first: consuming Descriptor, second: consuming Descriptor) {
        self.first = first
        self.second = second
    }

    /// Gives the ends away, each to its own owner.
    public consuming func take<Result>(
        _ body: (consuming Descriptor, consuming Descriptor) throws -> Result
    ) rethrows -> Result {
        try body(first, second)
    }
}
