private import CLinux

/// Why a socket, a listener or a loop could not do its work.
public enum TransportError: Error, Equatable, CustomStringConvertible {
    /// Another process, or another listener of this one, holds the address.
    case addressTaken(SocketAddress)
    /// The process may not listen there; on Linux, ports under 1024 want a capability.
    case addressForbidden(SocketAddress)
    /// No network interface of this machine has the address.
    case addressUnavailable(SocketAddress)
    /// The text is not `ADDRESS:PORT`.
    case addressMalformed(String)
    /// The host name has no address.
    case nameUnknown(String)
    /// A system call failed; the code is the `errno`.
    case system(operation: StaticString, code: Int32)

    /// One sentence that says what to do.
    public var description: String {
        switch self {
        case .addressTaken(let address):
            "\(address) is already in use: another server listens there; stop it or choose "
                + "another port"
        case .addressForbidden(let address):
            "no permission to listen on \(address): choose a port over 1023 or grant "
                + "CAP_NET_BIND_SERVICE"
        case .addressUnavailable(let address):
            "this machine does not have the address \(address.ip): listen on 127.0.0.1, 0.0.0.0 "
                + "or an address that it has"
        case .addressMalformed(let text):
            "\"\(text)\" is not an address and port: write 127.0.0.1:8080, [::1]:8080 or "
                + "localhost:8080"
        case .nameUnknown(let name):
            "the host name \"\(name)\" has no address: check its spelling and the system's resolver"
        case .system(let operation, let code):
            "\(operation) failed: \(SystemCode.describe(code))"
        }
    }

    /// Two errors are equal when they are the same case with the same values.
    public static func == (left: TransportError, right: TransportError) -> Bool {
        switch (left, right) {
        case (.addressTaken(let one), .addressTaken(let two)): one == two
        case (.addressForbidden(let one), .addressForbidden(let two)): one == two
        case (.addressUnavailable(let one), .addressUnavailable(let two)): one == two
        case (.addressMalformed(let one), .addressMalformed(let two)): one == two
        case (.nameUnknown(let one), .nameUnknown(let two)): one == two
        case (.system(_, let one), .system(_, let two)): one == two
        default: false
        }
    }
}

/// The `errno` values that this module tells apart.
enum SystemCode {
    static let interrupted: Int = 4
    static let tryAgain: Int = 11
    static let noMemory: Int = 12
    static let forbidden: Int = 13
    static let tooManyOpenFilesInSystem: Int = 23
    static let tooManyOpenFiles: Int = 24
    static let brokenPipe: Int = 32
    static let addressTaken: Int = 98
    static let addressUnavailable: Int = 99
    static let connectionAborted: Int = 103
    static let noBuffers: Int = 105

    /// Whether `result` of a shim means that the process or the system is out of descriptors or
    /// memory.
    static func isExhaustion(_ result: Int) -> Bool {
        switch -result {
        case noMemory, tooManyOpenFilesInSystem, tooManyOpenFiles, noBuffers: true
        default: false
        }
    }

    static func describe(_ code: Int32) -> String {
        // The text is a constant of the C library for the codes of system calls.
        unsafe String(cString: wl_error_text(code))
    }

    /// Passes a shim's result on, or throws its negative `errno`.
    static func check(_ operation: StaticString, _ result: Int32) throws(TransportError) -> Int32 {
        guard result < 0 else { return result }
        throw .system(operation: operation, code: -result)
    }
}
