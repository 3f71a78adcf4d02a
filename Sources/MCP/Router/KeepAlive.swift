/// Lets streams say something while their tools have nothing to report.
///
/// Proxies cut a connection on which nothing goes for about a minute. A comment (WHATWG HTML
/// §9.2.6, a line that begins with a colon) is nothing to a reader of events.
public struct KeepAlive: Sendable {
    /// How long a stream is silent at most, in seconds.
    public static let intervalInSeconds: Int64 = 15

    /// The comment.
    static let comment = Array(": keep-alive\n\n".utf8)

    private let pause: @Sendable (Int64) async throws -> Void

    /// Creates the rule.
    ///
    /// - Parameter pause: Waits for so many seconds, or throws when its task is cancelled.
    public init(pause: @escaping @Sendable (Int64) async throws -> Void) {
        self.pause = pause
    }

    /// Calls `beat` at every interval until the task is cancelled.
    func run(_ beat: () -> Void) async {
        while (try? await pause(Self.intervalInSeconds)) != nil { beat() }
    }
}
