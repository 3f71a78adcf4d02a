private import Glibc

/// A terminal that does not show what is typed, until it is told to again.
///
/// Ctrl-C and the other signals that end the program give the terminal back first: a shell that is
/// left without echo looks broken.
struct HiddenEcho {
    private static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    /// The settings to go back to, for the signal handler too.
    // Written before the handler is installed, and by the one thread that asks.
    private nonisolated(unsafe) static var shown = termios()

    /// Hides the echo, or returns `nil` where standard input is no terminal.
    init?() {
        guard unsafe tcgetattr(STDIN_FILENO, &Self.shown) == 0 else { return nil }
        for ending in Self.endings {
            _ = signal(ending) { number in
                // Both calls are allowed in a signal handler (POSIX signal-safety).
                unsafe tcsetattr(STDIN_FILENO, TCSANOW, &HiddenEcho.shown)
                _exit(128 + number)
            }
        }
        var hidden = unsafe Self.shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        hidden.c_lflag |= tcflag_t(ECHONL)
        unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
    }

    /// Shows again what is typed, and leaves signals to the system.
    func end() {
        unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &Self.shown)
        for ending in Self.endings { _ = signal(ending, SIG_DFL) }
    }
}
