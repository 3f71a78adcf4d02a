private import Glibc

/// A certificate for `localhost` and 127.0.0.1 that signs itself, made by the `openssl` command.
public struct TestCertificate: Sendable {
    /// The certificate in PEM; a client that is to trust it takes it as its authorities.
    public let certificateFile: String
    /// The private key in PEM.
    public let keyFile: String
    private let directory: String

    /// Why no certificate could be made.
    public enum Failure: Error {
        /// There is no place for temporary files.
        case noDirectory
        /// The command is missing or failed; the value is its exit status.
        case command(Int32)
    }

    /// Makes a key and a certificate in a directory of their own.
    public init() throws {
        var template = Array("/tmp/wayleave-tls-XXXXXX".utf8CString)
        // The array ends in a zero byte and lives during the call.
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return false }
            return unsafe mkdtemp(start) != nil
        }
        guard made else { throw Failure.noDirectory }
        directory = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        certificateFile = "\(directory)/certificate.pem"
        keyFile = "\(directory)/key.pem"
        try renew()
    }

    /// Puts a new key and certificate in the same files.
    public func renew() throws {
        try run(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30"
                + " -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
                + " -keyout \(keyFile) -out \(certificateFile) 2>/dev/null"
        )
    }

    /// Overwrites the certificate with something that is none.
    public func spoilCertificate() throws {
        try run("echo nonsense > \(certificateFile)")
    }

    private func run(_ command: String) throws {
        // The string lives during the call; it is made of constants and of the paths made above.
        let status = unsafe system(command)
        guard status == 0 else { throw Failure.command(status) }
    }

    /// Removes the files.
    public func remove() {
        // The strings live during the calls.
        unsafe unlink(certificateFile)
        unsafe unlink(keyFile)
        unsafe rmdir(directory)
    }
}
