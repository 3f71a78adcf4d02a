private import Glibc
private import Primitives

/// What the program takes from its surroundings.
enum Environment {
    /// The value of a variable, or `nil` where it is unset or empty.
    static func value(_ name: String) -> String? {
        ProcessEnvironment.value(name)
    }

    /// Who runs the command, for the audit log.
    static var account: String {
        if let invoker = value("SUDO_USER") { return invoker }
        // The entry is static memory of the C library, read before anything else can ask.
        guard let entry = unsafe getpwuid(geteuid()), let name = unsafe entry.pointee.pw_name else {
            return "uid \(geteuid())"
        }
        return unsafe String(cString: name)
    }
}
