private import Glibc

/// The variables that a process was started with.
public enum ProcessEnvironment {
    /// The value of a variable, or `nil` where it is unset or empty.
    public static func value(_ name: String) -> String? {
        // The C library returns a text that ends with a zero, or nothing; nobody changes variables.
        guard let text = unsafe getenv(name) else { return nil }
        let value = unsafe String(cString: text)
        return value.isEmpty ? nil : value
    }
}
