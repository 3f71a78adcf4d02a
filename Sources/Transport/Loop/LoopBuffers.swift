private import CLinux

/// The memory that a loop uses again in every round.
@safe
final class LoopBuffers {
    static let readCapacity = 64 * 1_024
    static let eventCapacity = 256

    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let events: UnsafeMutableBufferPointer<epoll_event>

    init() {
        unsafe bytes = .allocate(capacity: Self.readCapacity)
        unsafe bytes.initialize(repeating: 0)
        unsafe events = .allocate(capacity: Self.eventCapacity)
        unsafe events.initialize(repeating: epoll_event())
    }

    deinit {
        unsafe bytes.deallocate()
        unsafe events.deallocate()
    }

    /// Waits for events and returns how many there are.
    func wait(_ epoll: borrowing Descriptor, milliseconds: Int32) -> Int {
        // The buffer holds `eventCapacity` events and lives as long as this object.
        let count = unsafe wl_epoll_wait(
            epoll.number,
            events.baseAddress,
            Int32(Self.eventCapacity),
            milliseconds
        )
        // A negative count means that the descriptor is no epoll set, which only a bug here could
        // cause.
        precondition(count >= 0, "epoll_wait failed")
        return Int(count)
    }

    /// Event number `position` of the last wait.
    func event(_ position: Int) -> (tag: UInt64, readiness: Readiness) {
        // `position` is checked by the subscript in debug and under the last count in every caller.
        let event = unsafe events[position]
        return unsafe (event.data.u64, Readiness(rawValue: event.events))
    }

    /// Receives what `socket` has; the result is a count, 0 for the end, or a negative `errno`.
    func receive(from socket: borrowing Descriptor) -> Int {
        // The buffer holds `readCapacity` bytes and lives as long as this object.
        unsafe wl_receive(socket.number, bytes.baseAddress, Self.readCapacity)
    }

    /// Takes plaintext out of `session`, in place of what was received last.
    func decrypt(with session: TLSSession) -> TLSSession.ReadOutcome {
        unsafe session.read(into: bytes)
    }

    /// Shows the first `count` bytes of what was received last.
    func withReceived(_ count: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        // `count` is what `receive` returned, so it is at most the capacity.
        unsafe body(UnsafeBufferPointer(rebasing: bytes[..<count]))
    }
}
