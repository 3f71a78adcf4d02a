internal import HTTPServer
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
        _ = try ServerIssuer.settle(issuer, first: addresses.first.map { "\(scheme)://\($0)" })
        _ = try ServerIssuer.origins(allowedOrigins)
    }
}
