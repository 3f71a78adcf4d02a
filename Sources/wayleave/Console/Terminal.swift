private import Glibc
internal import Primitives

/// The person at the terminal.
enum Terminal {
    /// The longest line that is read; a password may have 1024 bytes.
    private static let maximumLineBytes = 8_192

    /// Whether somebody is there to answer.
    static var isInteractive: Bool {
        isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    }

    /// Whether standard error is a terminal that somebody reads.
    static var showsErrors: Bool {
        isatty(STDERR_FILENO) == 1
    }

    /// Asks a question that only *y* or *yes* answers with yes.
    static func confirm(_ question: String) -> Bool {
        Console.ask("\(question) [y/N] ")
        let answer = readLine(from: STDIN_FILENO).map { ASCII.lowercased(text($0)) }
        return answer == "y" || answer == "yes"
    }

    /// Asks for a new password twice, without showing it.
    ///
    /// - Parameter name: Whose it will be.
    /// - Returns: The password.
    /// - Throws: ``TerminalError``.
    static func newPassword(for name: String) throws(TerminalError) -> SecretText {
        let first = try hiddenLine("New password for \(name): ")
        let second = try hiddenLine("The same again: ")
        guard first == second else { throw .passwordsDiffer }
        return SecretText(text(first))
    }

    /// Reads a password from the first line of standard input.
    static func passwordFromStandardInput() throws(TerminalError) -> SecretText {
        guard let line = readLine(from: STDIN_FILENO), !line.isEmpty else { throw .noPassword }
        return SecretText(text(line))
    }

    /// Reads a token from standard input, without the white space around it.
    static func tokenFromStandardInput() throws(TerminalError) -> SecretText {
        if isInteractive { Console.ask("Token, then Enter: ") }
        let isBlank: (UInt8) -> Bool = { $0 <= 0x20 }
        guard let line = readLine(from: STDIN_FILENO),
            let first = line.firstIndex(where: { !isBlank($0) }),
            let last = line.lastIndex(where: { !isBlank($0) })
        else { throw .noToken }
        return SecretText(text(Array(line[first...last])))
    }

    private static func hiddenLine(_ prompt: String) throws(TerminalError) -> [UInt8] {
        guard let echo = HiddenEcho() else { throw .noPassword }
        defer { echo.end() }
        Console.ask(prompt)
        guard let line = readLine(from: STDIN_FILENO), !line.isEmpty else { throw .noPassword }
        return line
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// Reads up to the next line end, which is dropped; `nil` at the end of the input.
    ///
    /// Byte by byte, so that nothing behind the line is taken from whoever reads next.
    private static func readLine(from descriptor: Int32) -> [UInt8]? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < maximumLineBytes {
            let count = unsafe read(descriptor, &byte, 1)
            if count < 0 && errno == EINTR { continue }
            guard count == 1 else { return line.isEmpty ? nil : line }
            if byte == UInt8(ascii: "\n") { break }
            line.append(byte)
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
    }
}

/// Why nothing could be read from the person at the terminal.
enum TerminalError: Error, CustomStringConvertible {
    case passwordsDiffer
    case noPassword
    case noToken

    var description: String {
        switch self {
        case .passwordsDiffer: "the two passwords differ; run the command again"
        case .noPassword: "there was no password to read; type or send one"
        case .noToken: "there was no token to read; send one on standard input"
        }
    }
}
