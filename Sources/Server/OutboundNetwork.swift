internal import HTTP
internal import HTTPClient
internal import HTTPServer
internal import Transport

/// What only the operator knows about the network through which this server calls others.
public struct OutboundNetwork: Sendable {
    /// Addresses under which this server answers beside those it listens on, such as those of a
    /// proxy in front of it; nothing is fetched from them.
    public var publicAddresses: [String] = []
    /// Prefixes under which the network translates IPv6 to IPv4 (NAT64), beside `64:ff9b::/96`.
    public var translationPrefixes: [String] = []

    /// Networks, such as `10.0.0.0/8`, that are not public and where servers of social networks may
    /// be all the same; at addresses written in numbers also without TLS.
    public var providerAddresses: [String] = []
    /// Networks, such as `10.0.0.0/8`, that are not public and where webhooks may be all the same.
    public var webhookAddresses: [String] = []
    /// A file that declares networks with an application of the operator's own, or `nil`.
    public var providersPath: String?

    /// Knows of nothing.
    public init() {}

    /// Reads networks that are not public.
    ///
    /// - Throws: ``ServerError`` that quotes what cannot be read.
    static func exemptions(_ texts: [String]) throws(ServerError) -> [AddressExemption] {
        var exemptions: [AddressExemption] = []
        for text in texts {
            guard let exemption = AddressExemption(parsing: text) else {
                throw ServerError(
                    "'\(text)' is no network; write it as 10.0.0.0/8 or 10.1.2.3:8443"
                )
            }
            exemptions.append(exemption)
        }
        return exemptions
    }

    /// The policy of requests to addresses that strangers named.
    ///
    /// - Throws: ``ServerError`` that quotes what cannot be read.
    func policy() throws(ServerError) -> OutboundPolicy {
        var policy = OutboundPolicy()
        for text in publicAddresses {
            guard let address = IPAddress(parsing: text) else {
                throw ServerError("'\(text)' is not an address; write it as 198.51.100.7")
            }
            policy.addresses.ownAddresses.append(SocketAddress(ip: address, port: 443))
        }
        for text in translationPrefixes {
            guard let prefix = TranslationPrefix(parsing: text) else {
                throw ServerError(
                    "'\(text)' is not a prefix of translation to IPv4; write it with 32, 40, 48, "
                        + "56, 64 or 96 bits, as 2001:db8:64::/96"
                )
            }
            policy.addresses.translationPrefixes.append(prefix)
        }
        return policy
    }
}
