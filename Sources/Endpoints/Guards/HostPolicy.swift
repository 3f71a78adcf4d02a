package import HTTP
package import HTTPServer

/// Which `Host` values the server answers to (RFC 9110 §7.4).
///
/// A page whose name was re-pointed to this machine (DNS rebinding) is of the same origin as what
/// it asks for, so CORS does not hold it back; the name that it must send in `Host` does.
package struct HostPolicy: Sendable {
    /// The one origin that names this server.
    let origin: String

    private let own: Set<String>
    private let aliases: Set<String>
    /// How nearly every request of a client that was told our address writes `Host`.
    private let usual: [UInt8]

    /// What the `Host` of a request amounts to.
    package enum Verdict: Equatable, Sendable {
        /// The host of the issuer.
        case own
        /// Another name of this server, good for machines; people are sent to the issuer.
        case alias
        /// Not this server.
        case foreign
    }

    /// Allows the host of `origin`, and as other names `aliases`, given as `HOST` or `HOST:PORT`.
    package init(origin: AbsoluteURL, aliases: [String]) {
        self.origin = origin.origin
        var own: Set<String> = ["\(origin.host):\(origin.port)"]
        if origin.hasDefaultPort { own.insert(origin.host) }
        self.own = own
        usual = Array((origin.hasDefaultPort ? origin.host : "\(origin.host):\(origin.port)").utf8)
        self.aliases = Set(aliases.compactMap { Self.key(HostHeader(Array($0.utf8))) })
    }

    /// Judges the host that the request names.
    package func verdict(_ request: HTTPRequest) -> Verdict {
        if request.names(host: usual) { return .own }
        guard let key = Self.key(request.authority) else { return .foreign }
        if own.contains(key) { return .own }
        return aliases.contains(key) ? .alias : .foreign
    }

    private static func key(_ authority: HostHeader?) -> String? {
        guard let authority else { return nil }
        return authority.port.map { "\(authority.host):\($0)" } ?? authority.host
    }
}

/// Answers 421 for a foreign `Host`, sends people from another name to the issuer, and hands
/// everything else on.
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
        if let refusal = refusal(request) { return refusal }
        return await inner.respond(to: request, in: context)
    }

    /// Answers the request where that needs no waiting, or refuses it as misdirected.
    package func respondAtOnce(
        to request: HTTPRequest,
        in context: RequestContext
    ) -> HTTPResponse? {
        refusal(request) ?? inner.respondAtOnce(to: request, in: context)
    }

    private func refusal(_ request: HTTPRequest) -> HTTPResponse? {
        switch policy.verdict(request) {
        case .own: nil
        case .alias: canonical(request)
        case .foreign:
            .jsonError(
                .misdirectedRequest,
                code: "misdirected_request",
                description:
                    "This server does not answer for the host that the request names. "
                    + "Use the address that the server was configured with."
            )
        }
    }

    /// The way to the issuer for a browser that opens a page: cookies and forms belong to one
    /// origin.
    private func canonical(_ request: HTTPRequest) -> HTTPResponse? {
        let opensPage = request.fields.members(.accept).contains { range in
            range.starts(with: Array("text/html".utf8))
        }
        guard request.method == .get, opensPage else { return nil }
        let query = request.query.map { "?" + String(decoding: $0, as: UTF8.self) } ?? ""
        guard let location = HTTPFieldValue(policy.origin + request.path + query) else {
            return nil
        }
        return HTTPResponse(status: .seeOther, fields: [.location: location])
    }
}
