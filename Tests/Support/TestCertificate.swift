private import Glibc

/// A certificate for `localhost` and 127.0.0.1 that signs itself, made by the `openssl` command.
public struct TestCertificate: Sendable {
    /// The certificate in PEM; a client that is to trust it takes it as its authorities.
    public let certificateFile: String
    /// The private key in PEM.
    public let keyFile: String
    private let folder = TemporaryFolder()

    /// Why no certificate could be made.
    public enum Failure: Error {
        /// The command is missing or failed; the value is its exit status.
        case command(Int32)
    }

    /// Makes a key and a certificate in a directory of their own.
    public init() throws {
        certificateFile = folder.file("certificate.pem")
        keyFile = folder.file("key.pem")
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
}
