private import Primitives

/// What the program prints: answers on standard output, everything else on standard error.
enum Console {
    /// Prints an answer.
    static func print(_ text: String) {
        StandardStream.output.writeLine(text)
    }

    /// Says what went wrong.
    static func fail(_ sentence: String) {
        StandardStream.error.writeLine("wayleave: \(sentence)")
    }

    /// Says something that is not an answer.
    static func note(_ text: String) {
        StandardStream.error.writeLine("wayleave: \(text)")
    }

    /// Prints without a line end, to ask something.
    static func ask(_ text: String) {
        StandardStream.error.write(Array(text.utf8))
    }
}
