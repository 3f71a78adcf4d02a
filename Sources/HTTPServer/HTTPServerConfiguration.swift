public import HTTP
public import Transport

/// How a ``WebServer`` listens and what it allows.
public struct HTTPServerConfiguration: Sendable {
    /// Makes the answer to a request that the server itself refuses.
    ///
    /// Gets the status, a sentence that says why, and the path where it is known, so that machine
    /// addresses can be answered in their own language. It runs on an event loop and must not
    /// block.
    public typealias Refusal =
        @Sendable (
            _ status: HTTPStatus, _ explanation: String, _ path: String?
        ) -> HTTPResponse

    /// Where to listen; each address is shared by all loops.
    public var addresses: [SocketAddress]
    /// The certificate and its key, or `nil` for plain HTTP.
    public var certificate: CertificateFiles?
    /// The proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` count.
    public var trustedProxies: [CIDRBlock] = []
    /// The sizes of requests.
    public var limits = HTTPLimits()
    /// The times of connections.
    public var deadlines = ServerDeadlines()
    /// Connections that may be open at once; those beyond are answered 503 and closed.
    public var maximumConnections = 10_000
    /// Called on an event loop when connections found no place, with how many since the last call;
    /// at most every ten seconds.
    public var onRefusedConnections: @Sendable (_ count: Int) -> Void = { _ in }
    /// Makes the answers to refused requests; plain text by default.
    public var refusal: Refusal = { status, explanation, _ in
        HTTPResponse(
            status: status,
            contentType: "text/plain; charset=utf-8",
            bytes: Array("\(explanation)\n".utf8)
        )
    }

    /// Creates a configuration with the default limits that listens on `addresses`.
    public init(addresses: [SocketAddress]) {
        self.addresses = addresses
    }
}

/// The PEM files of a server's certificate and key.
public struct CertificateFiles: Sendable, Equatable {
    /// The certificate, then its chain.
    public let certificateFile: String
    /// The private key, without a password.
    public let keyFile: String

    /// Names the files.
    public init(certificateFile: String, keyFile: String) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}
