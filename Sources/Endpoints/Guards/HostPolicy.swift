package import HTTP
package import HTTPServer

/// Which `Host` values the server answers to (RFC 9110 §7.4).
///
/// A page whose name was re-pointed to this machine (DNS rebinding) is of the same origin as what
/// it asks for, so CORS does not hold it back; the name that it must send in `Host` does.
package struct HostPolicy: Sendable {
    private let allowed: Set<String>

    /// Allows the authority of `origins` (such as `https://auth.example.com`) and each of `hosts`,
    /// given as `HOST` or `HOST:PORT`.
    package init(origins: [AbsoluteURL], hosts: [String]) {
        var allowed = Set(hosts.map { Self.key(HostHeader(Array($0.utf8))) ?? "" })
        for origin in origins {
            allowed.insert("\(origin.host):\(origin.port)")
            if origin.hasDefaultPort { allowed.insert(origin.host) }
        }
        allowed.remove("")
        self.allowed = allowed
    }

    /// Whether the request names a host that this server answers to.
    package func admits(_ request: HTTPRequest) -> Bool {
        guard let key = Self.key(request.authority) else { return false }
        return allowed.contains(key)
    }

    private static func key(_ authority: HostHeader?) -> String? {
        guard let authority else { return nil }
        return authority.port.map { "\(authority.host):\($0)" } ?? authority.host
    }
}

/// Answers 421 for a foreign `Host` and hands everything else on.
package struct HostGuard: HTTPHandler {
    private let policy: HostPolicy
    private let inner: any HTTPHandler

    /// Guards `inner` with `policy`.
    package init(_ policy: HostPolicy, _ inner: any HTTPHandler) {
        self.policy = policy
        self.inner = inner
    }

    /// Answers the request, or refuses it as misdirected (RFC 9110 §15.5.20).
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        guard policy.admits(request) else {
            return .jsonError(
                .misdirectedRequest,
                code: "misdirected_request",
                description:
                    "This server does not answer for the host that the request names. "
                    + "Use the address that the server was configured with."
            )
        }
        return await inner.respond(to: request, in: context)
    }
}
