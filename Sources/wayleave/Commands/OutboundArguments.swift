internal import Administration
internal import Server

/// The options that describe the network through which the server calls others.
enum OutboundArguments {
    static let options: [OptionSpec] = [
        .values(
            "public-address",
            "ADDRESS",
            "An address under which others reach this server; it is never called from here."
        ),
        .values(
            "nat64-prefix",
            "PREFIX",
            "A prefix under which this network translates IPv6 to IPv4, beside 64:ff9b::/96."
        ),
    ]

    static func network(_ arguments: ParsedArguments) -> OutboundNetwork {
        var network = OutboundNetwork()
        network.publicAddresses = arguments.values("public-address")
        network.translationPrefixes = arguments.values("nat64-prefix")
        return network
    }
}
