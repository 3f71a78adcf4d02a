import TestSupport
import Transport

/// A resolver that says what a test has written down, by the number of the question.
final class ScriptedResolver: HostResolver {
    enum Answer: Sendable {
        /// These addresses.
        case addresses([String])
        /// The name does not exist.
        case unknown
        /// No name server can be asked.
        case broken
        /// Nothing, until the look-up is cancelled.
        case silence
    }

    private let script: [Answer]
    private let questions = Shared<[String]>([])

    /// Answers with the elements of `script` in turn, and with the last one from then on.
    init(_ script: [Answer]) {
        self.script = script
    }

    /// The names asked for so far.
    var asked: [String] { questions.value }

    func addresses(of name: String) async throws(TransportError) -> [IPAddress] {
        questions.change { $0.append(name) }
        let number = min(questions.value.count, script.count) - 1
        switch script[number] {
        case .addresses(let texts): return texts.compactMap { IPAddress(parsing: $0) }
        case .unknown: throw .nameUnknown(name)
        case .broken: throw .system(operation: "name resolution", code: 11)
        case .silence:
            let (stream, _) = AsyncStream.makeStream(of: Void.self)
            // Ends when the task is cancelled.
            for await _ in stream {}
            throw .nameUnknown(name)
        }
    }
}
