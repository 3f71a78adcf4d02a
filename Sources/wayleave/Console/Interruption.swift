private import Glibc

/// Ctrl-C, or another signal that asks the program to end, for a command that goes on until then.
struct Interruption {
    // Safe: one word that is only ever set, by the signal handler, which may touch nothing else.
    private nonisolated(unsafe) static var hasCome: sig_atomic_t = 0

    /// Takes the signals from now on; the command then ends by itself, with exit code 0.
    init() {
        for ending in [SIGINT, SIGTERM, SIGHUP] {
            _ = signal(ending) { _ in unsafe Interruption.hasCome = 1 }
        }
    }

    /// Waits for `duration` and returns whether nobody has asked to end.
    func hasNotCome(within duration: Duration) async -> Bool {
        try? await Task.sleep(for: duration)
        return unsafe Self.hasCome == 0
    }
}
