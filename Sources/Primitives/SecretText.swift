/// A text that must never be shown: a token, a code, a password, a client secret.
///
/// Interpolating, printing, dumping or reflecting a value shows `[redacted]`; the text itself is
/// reached only by name, through ``exposed``, so that a reader of the code sees each place.
public struct SecretText: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The text itself.
    ///
    /// Hand it to a hash, a MAC or the answer that delivers it, never to a log.
    public let exposed: String

    /// Wraps `text`.
    public init(_ text: String) {
        exposed = text
    }

    /// Always `[redacted]`.
    public var description: String { "[redacted]" }

    /// Always `[redacted]`.
    public var debugDescription: String { "[redacted]" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
