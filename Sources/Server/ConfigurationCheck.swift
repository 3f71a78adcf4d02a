internal import HTTP
internal import HTTPServer
internal import OAuth
internal import Primitives
internal import Transport

extension ListenConfiguration {
    /// Parses the addresses.
    ///
    /// - Throws: ``ServerError`` that quotes the one that is wrong.
    func socketAddresses() throws(ServerError) -> [SocketAddress] {
        var parsed: [SocketAddress] = []
        for text in addresses {
            do {
                parsed.append(try SocketAddress(parsing: text))
            } catch {
                throw ServerError(error.description)
            }
        }
        return parsed
    }

    /// Parses the networks of the proxies that are believed.
    ///
    /// - Throws: ``ServerError`` that quotes the one that is wrong.
    func proxyNetworks() throws(ServerError) -> [CIDRBlock] {
        var blocks: [CIDRBlock] = []
        for text in trustedProxies {
            guard let block = CIDRBlock(parsing: text) else {
                throw ServerError("'\(text)' is not a network; write it as 10.0.0.0/8 or 10.1.2.3")
            }
            blocks.append(block)
        }
        return blocks
    }

    /// Judges who can open the private key of the certificate.
    ///
    /// - Throws: ``ServerError`` where it cannot be opened, or everybody may change it.
    func judgeKey(_ log: any Log) throws(ServerError) {
        guard let path = tls?.keyPath else { return }
        do {
            try SecretFile.judge(path, log: log)
        } catch {
            throw ServerError("the TLS key '\(path)' cannot be used: \(error)")
        }
    }
}

extension ServerConfiguration {
    /// Refuses what could never run, before a file is made or opened.
    ///
    /// - Throws: ``ServerError`` whose description says what to write instead.
    func check() throws(ServerError) {
        let scheme = listen.tls == nil ? "http" : "https"
        let addresses = try listen.socketAddresses().map { address in
            // Port 0 asks the system for one, and any stands for it here.
            SocketAddress(ip: address.ip, port: max(address.port, 1))
        }
        _ = try listen.proxyNetworks()
        _ = try outbound.policy()
        _ = try generators.text?.endpoint()
        _ = try generators.image?.endpoint()
        let own = addresses.first.map { "\(scheme)://\($0)" }
        let issuer = try ServerIssuer.settle(issuer, first: own)
        // A proxy in front would lead strangers to a server that believes this computer.
        let isLocal =
            addresses.allSatisfy { $0.ip.isLoopback }
            && AbsoluteURL(issuer.text)?.isLoopback == true
        guard isLocal || !allowsInsecureLoopbackClients else {
            throw ServerError(
                "--allow-insecure-loopback-clients is for development on one computer; listen on "
                    + "loopback addresses under a loopback issuer, or leave it out"
            )
        }
        _ = try ServerIssuer.origins(allowedOrigins)
        _ = try OutboundNetwork.exemptions(outbound.webhookAddresses)
        _ = try OutboundNetwork.exemptions(outbound.providerAddresses)
        // What others can read is told once, by what uses it.
        _ = try ProviderParts.declared(outbound.providersPath, SilentLog())
        try listen.judgeKey(SilentLog())
    }
}
