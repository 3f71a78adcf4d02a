/// What epoll says about a descriptor, and what a loop asks epoll to say.
struct Readiness: OptionSet {
    let rawValue: UInt32

    /// Bytes, a connection or the end of the stream can be read (`EPOLLIN`).
    static let readable = Readiness(rawValue: 0x1)
    /// There is room to write (`EPOLLOUT`).
    static let writable = Readiness(rawValue: 0x4)
    /// The descriptor has an error (`EPOLLERR`).
    static let failed = Readiness(rawValue: 0x8)
    /// Both directions are closed (`EPOLLHUP`).
    static let hungUp = Readiness(rawValue: 0x10)
    /// The peer sends no more (`EPOLLRDHUP`).
    static let peerEnded = Readiness(rawValue: 0x2000)
    /// Report changes instead of states (`EPOLLET`).
    static let onChange = Readiness(rawValue: 1 << 31)

    /// What a connection asks for, once, when it begins.
    ///
    /// Edge-triggered: the stream remembers what is ready, so that pausing, resuming and waiting
    /// for room cost no further call to `epoll_ctl`.
    static let connection: Readiness = [.readable, .writable, .peerEnded, .onChange]
}

/// What a loop tells about readiness.
protocol ReadinessHandler: AnyObject {
    /// Acts on `events`; called on the loop's thread.
    func ready(_ events: Readiness)
    /// Lets go of the descriptor, since the loop ends.
    func loopStopped()
}

/// Who wants to hear about which descriptor.
///
/// The tag that epoll keeps names the descriptor and the registration: an event that was fetched
/// before its descriptor was closed, and whose number was given to a new connection in the same
/// round, is dropped.
struct RegistrationTable {
    private struct Entry {
        let generation: UInt32
        let handler: any ReadinessHandler
    }

    private var entries: [Entry?] = []
    private var lastGeneration: UInt32 = 0

    mutating func add(_ handler: any ReadinessHandler, for descriptor: Int32) -> UInt64 {
        let position = Int(descriptor)
        while entries.count <= position { entries.append(nil) }
        lastGeneration &+= 1
        entries[position] = Entry(generation: lastGeneration, handler: handler)
        return UInt64(lastGeneration) << 32 | UInt64(UInt32(bitPattern: descriptor))
    }

    mutating func remove(_ descriptor: Int32) {
        entries[Int(descriptor)] = nil
    }

    func handler(for tag: UInt64) -> (any ReadinessHandler)? {
        let position = Int(UInt32(truncatingIfNeeded: tag))
        guard position < entries.count, let entry = entries[position],
            entry.generation == UInt32(truncatingIfNeeded: tag >> 32)
        else { return nil }
        return entry.handler
    }

    /// Every handler, for the end of the loop.
    var handlers: [any ReadinessHandler] {
        entries.compactMap { $0?.handler }
    }
}
