internal import HTTP
internal import HTTPServer
internal import OAuth
internal import Transport

/// Settles the one origin that names a server, before anything answers.
enum ServerIssuer {
    /// Returns the configured issuer, or on loopback the URL of the first address.
    static func settle(
        _ configured: String?,
        first url: String?
    ) throws(ServerError) -> Issuer {
        guard let text = configured ?? url else {
            throw ServerError("no address to listen on was given; use --listen 127.0.0.1:8080")
        }
        if let issuer = Issuer(parsing: text) { return issuer }
        guard configured != nil else {
            throw ServerError(
                "listening beyond this computer needs the public address; "
                    + "add --issuer https://HOST"
            )
        }
        throw ServerError(
            "'\(text)' cannot be an issuer; write it in lower case as https://HOST or, on this "
                + "computer, http://127.0.0.1:PORT, without path or trailing slash"
        )
    }

    /// The other names under which machines may reach the server.
    static func aliases(_ addresses: [BoundAddress], _ allowed: [String]) -> [String] {
        var names = allowed
        for bound in addresses {
            names.append("\(bound.address)")
            if bound.address.ip.isLoopback { names.append("localhost:\(bound.address.port)") }
        }
        return names
    }

    /// Parses the origins that an operator named.
    static func origins(_ texts: [String]) throws(ServerError) -> [AbsoluteURL] {
        var urls: [AbsoluteURL] = []
        for text in texts {
            guard let url = AbsoluteURL(text), url.path == "/", url.query == nil else {
                throw ServerError("'\(text)' is not an origin; write it as https://HOST")
            }
            urls.append(url)
        }
        return urls
    }
}
