private import Primitives

/// A step of a draft that is done.
public struct DraftStep: Sendable, Equatable {
    /// How many steps are done.
    public let completed: Int
    /// How many there are.
    public let total: Int
    /// What was done, one sentence.
    public let message: String
}

/// Counts the steps of one draft, as they happen, for whoever waits for it.
///
/// A step that came to nothing, such as a page that cannot be read, is done too.
public final class DraftSteps: Sendable {
    /// Called after each step, on whatever thread; it must not block.
    public typealias Listener = @Sendable (DraftStep) -> Void

    /// What is counted besides pages and pictures: the text, and that it was stored.
    private static let always = 2

    private let total: Int
    private let listener: Listener
    private let completed = Lock(0)

    /// Counts the steps that `request` takes, or returns `nil` where nobody listens.
    init?(_ request: DraftRequest, _ listener: Listener?) {
        guard let listener else { return nil }
        total = request.referenceURLs.count + (request.wantsImage ? 1 : 0) + Self.always
        self.listener = listener
    }

    /// Says that the work begins, which is no step yet.
    func begin() {
        listener(DraftStep(completed: 0, total: total, message: "The draft is begun."))
    }

    /// Says what was done.
    func take(_ message: String) {
        let number = completed.withLock { completed in
            completed += 1
            return completed
        }
        listener(DraftStep(completed: number, total: total, message: message))
    }
}
