private import CLinux

/// A signal that asks a server for something.
public enum ProcessSignal: Int32, Sendable, CaseIterable {
    /// SIGHUP: read certificates and logs anew.
    case hangUp = 1
    /// SIGINT: Ctrl-C.
    case interrupt = 2
    /// SIGTERM: end in good order.
    case terminate = 15
}

/// Delivers signals on an event loop, where any code may run.
///
/// The process has one pipe for this, so only one source may exist at a time. The signal handler
/// itself only writes the number into the pipe.
public final class SignalSource: ReadinessHandler, @unchecked Sendable {
    // @unchecked Sendable: all properties are constant.

    private let pipe: Descriptor
    private let handler: @Sendable (ProcessSignal) -> Void

    /// Catches `signals` from now on and calls `handler` for each on `loop`.
    ///
    /// - Parameters:
    ///   - signals: Which signals to catch.
    ///   - loop: A loop of a group that runs.
    ///   - handler: What to do; it must not block.
    /// - Throws: ``TransportError/system(operation:code:)`` when the system refuses.
    public init(
        _ signals: [ProcessSignal],
        on loop: EventLoop,
        handler: @escaping @Sendable (ProcessSignal) -> Void
    ) throws(TransportError) {
        pipe = Descriptor(owning: try SystemCode.check("pipe", wl_signal_pipe()))
        self.handler = handler
        loop.execute {
            // The pipe is valid and watched by nobody else, so epoll takes it unless memory is out.
            try? loop.register(self, for: self.pipe, .readable)
        }
        for signal in signals {
            _ = try SystemCode.check("sigaction", wl_catch_signal(signal.rawValue))
        }
    }

    func ready(_ events: Readiness) {
        var numbers = [UInt8](repeating: 0, count: 16)
        // The array has the sixteen bytes that are asked for.
        let count = unsafe numbers.withUnsafeMutableBufferPointer { buffer in
            unsafe wl_read(pipe.number, buffer.baseAddress, buffer.count)
        }
        for number in numbers.prefix(max(0, count)) {
            if let signal = ProcessSignal(rawValue: Int32(number)) { handler(signal) }
        }
    }

    func loopStopped() {
        for signal in ProcessSignal.allCases { _ = wl_release_signal(signal.rawValue) }
    }
}
