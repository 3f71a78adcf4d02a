internal import Administration
internal import Primitives
internal import Server

/// The options of everything that listens.
enum ListenArguments {
    static let options: [OptionSpec] = [
        .value("tls-certificate", "FILE", "The certificate chain as PEM; switches TLS on."),
        .value("tls-key", "FILE", "The private key of the certificate as PEM."),
        .values(
            "trust-proxy",
            "CIDR",
            "A proxy whose X-Forwarded-For and X-Forwarded-Proto are believed."
        ),
        .values("allow-origin", "URL", "An origin whose pages may call the MCP endpoint."),
        .values("allow-host", "HOST", "Another host name that requests may use."),
        .loops,
        .value(
            "tool-call-limit",
            "N",
            "How many tools one sign-in may call in a minute, 0 for no limit. Default: "
                + "\(ListenConfiguration.standardToolCallsPerMinute)."
        ),
    ]

    static func listen(
        _ arguments: ParsedArguments,
        default address: String = "127.0.0.1:8080"
    ) throws(UsageError) -> ListenConfiguration {
        let addresses = arguments.values("listen")
        for text in addresses where ListenArgument(parsing: text) == nil {
            throw .invalidValue(
                option: "--listen",
                value: text,
                expected: ListenArgument.form,
                command: arguments.command
            )
        }
        var listen = ListenConfiguration(addresses: addresses.isEmpty ? [address] : addresses)
        listen.trustedProxies = arguments.values("trust-proxy")
        let limits = 0...ListenConfiguration.maximumToolCallsPerMinute
        if let limit = try arguments.number("tool-call-limit", in: limits) {
            listen.toolCallsPerMinute = limit
        }
        listen.loopCount = try arguments.loopCount
        switch (arguments.value("tls-certificate"), arguments.value("tls-key")) {
        case (nil, nil): break
        case (let certificate?, let key?):
            listen.tls = TLSFiles(certificatePath: certificate, keyPath: key)
        case (nil, _?): throw arguments.invalid("tls-key", "used together with --tls-certificate")
        case (_?, nil): throw arguments.invalid("tls-certificate", "used together with --tls-key")
        }
        return listen
    }
}

extension OptionSpec {
    /// Chooses the number of event loops.
    static let loops = OptionSpec.value(
        "loops",
        "N",
        "How many event loops to run. Default: one fewer than there are processors, at least one."
    )
    /// Names networks of webhooks.
    static let webhookAddresses = OptionSpec.values(
        "webhook-address",
        "NETWORK",
        "A network that is not public and where webhooks may be, such as 10.0.0.0/8."
    )
    /// Names networks of servers of social networks.
    static let providerAddresses = OptionSpec.values(
        "provider-address",
        "NETWORK",
        "A network that is not public and where servers of social networks may be, such as "
            + "10.0.0.0/8."
    )
    /// Names the operator's file of networks.
    static let providers = OptionSpec.value(
        "providers",
        "FILE",
        "A JSON file that declares networks with an application of your own; check it with "
            + "'wayleave provider check FILE'."
    )
    /// Names the operator's file of known clients.
    static let knownClients = OptionSpec.value(
        "known-clients",
        "FILE",
        "A JSON file that adds known clients to the built-in ones; read again on SIGHUP."
    )

    /// Names a file of known clients that is to be checked.
    static let checkedClients = OptionSpec.value(
        "known-clients",
        "FILE",
        "A JSON file, as for 'wayleave serve', to check and to list with the built-in ones."
    )
}

/// The option that lets clients under development describe themselves on this computer.
enum DocumentArguments {
    fileprivate static let name = "allow-insecure-loopback-clients"

    static let options: [OptionSpec] = [
        .flag(
            name,
            "For development: read clients' metadata documents at http addresses of this "
                + "computer, too. Only where every address of --listen is a loopback address."
        )
    ]
}

extension ParsedArguments {
    /// Whether clients may describe themselves on this computer.
    var allowsLoopbackClients: Bool { has(DocumentArguments.name) }
}

/// The options of everything that logs.
enum LogArguments {
    static let options: [OptionSpec] = [
        .value(
            "log-format",
            "human|json",
            "How log lines are written. Default: human at a terminal, else json."
        ),
        .value("log-level", "LEVEL", "debug, info, warning or error. Default: info."),
    ]

    /// The levels that the option names.
    private enum Level: String, CaseIterable {
        case debug
        case info
        case warning
        case error

        var level: LogLevel {
            switch self {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        }
    }

    static func log(_ arguments: ParsedArguments) throws(UsageError) -> StandardErrorLog {
        let format = try arguments.choice("log-format", LogFormat.self)
        let level = try arguments.choice("log-level", Level.self)
        return StandardErrorLog(
            format: format ?? (Terminal.showsErrors ? .human : .json),
            minimumLevel: (level ?? .info).level
        )
    }
}

extension ParsedArguments {
    /// The number of event loops that was asked for.
    var loopCount: Int? {
        get throws(UsageError) { try number("loops", in: 1...256).map { Int($0) } }
    }
}
