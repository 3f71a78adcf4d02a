internal import Endpoints
internal import HTTP
internal import HTTPClient
internal import JSON
internal import OAuth
internal import Primitives
internal import Transport

/// Visits the issuer as a client would, from this computer.
struct IssuerVisit {
    /// More than this, and tokens begin to end at the wrong time; in seconds.
    private static let toleratedSkew: Int64 = 30

    private let configuration: ServerConfiguration

    init(_ configuration: ServerConfiguration) {
        self.configuration = configuration
    }

    /// What answers at the issuer, and what time it is there; empty where there is no issuer.
    func findings() async -> [CheckupFinding] {
        let scheme = configuration.listen.tls == nil ? "http" : "https"
        let own = configuration.listen.addresses.first.map { "\(scheme)://\($0)" }
        guard let issuer = try? ServerIssuer.settle(configuration.issuer, first: own),
            let address = AbsoluteURL(issuer.address(of: EndpointPath.authorizationServerMetadata))
        else { return [] }
        do throws(ServerError) {
            let answer = try await answer(at: address)
            return [judge(answer, issuer)] + [clock(answer)].compactMap { $0 }
        } catch {
            // Without --issuer nobody said that a server runs here.
            let isKnown = configuration.issuer != nil
            return [
                CheckupFinding(
                    isKnown ? .wrong : .doubtful,
                    "issuer",
                    "\(issuer.text) does not answer: \(error).",
                    advice: isKnown
                        ? "Start the server; then look at the name, the proxy and the firewall."
                        : "Start the server, or name it with --issuer."
                )
            ]
        }
    }

    private func answer(at address: AbsoluteURL) async throws(ServerError) -> ClientResponse {
        let group: EventLoopGroup
        do throws(TransportError) {
            group = try EventLoopGroup(count: 1)
            try group.start()
        } catch {
            throw ServerError("\(error)")
        }
        defer { group.stop() }
        let client: OutboundClient
        do throws(OutboundClientSetupError) {
            client = try OutboundClient(to: address, on: group)
        } catch {
            throw ServerError(error.description)
        }
        defer { client.stop() }
        let request = OutboundRequest(
            method: .get,
            url: address,
            fields: [.accept: "application/json"],
            isRepeatable: true
        )
        do throws(HTTPClientError) {
            return try await client.send(request)
        } catch {
            throw ServerError(error.description)
        }
    }

    private func judge(_ answer: ClientResponse, _ issuer: Issuer) -> CheckupFinding {
        guard answer.status == .ok,
            let named = (try? JSONValue(parsing: answer.body))?["issuer"]?.stringValue
        else {
            return CheckupFinding(
                .wrong,
                "issuer",
                "\(issuer.text) answers \(answer.status.code) where its metadata should be.",
                advice: "Something else may answer there, or a proxy leaves out /.well-known."
            )
        }
        guard named.isIdentical(to: issuer.text) else {
            return CheckupFinding(
                .wrong,
                "issuer",
                "The server at \(issuer.text) calls itself \(named).",
                advice: "Start it with --issuer \(issuer.text), or use its own name."
            )
        }
        return CheckupFinding(.fine, "issuer", "\(issuer.text) answers under its own name.")
    }

    /// Whether the issuer's clock is ours, where it tells the time (RFC 9110 §6.6.1).
    private func clock(_ answer: ClientResponse) -> CheckupFinding? {
        let now = SystemWallClock().now()
        guard let there = answer.fields.first(.date).flatMap({ HTTPDate.parse($0, now: now) })
        else { return nil }
        let skew = now.seconds(since: there)
        guard abs(skew) > Self.toleratedSkew else { return nil }
        let direction = skew > 0 ? "ahead of" : "behind"
        return CheckupFinding(
            .wrong,
            "clock",
            "This computer is \(abs(skew)) seconds \(direction) the server at the issuer.",
            advice: "Let something such as systemd-timesyncd keep both right."
        )
    }
}
