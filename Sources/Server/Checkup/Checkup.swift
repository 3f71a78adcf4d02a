private import Glibc
internal import HTTP
internal import HTTPClient
internal import JSON
internal import OAuth
internal import Pages
internal import Primitives
internal import Transport

/// Looks at what a server was told, without starting one.
///
/// It asks nobody but the issuer.
public enum Checkup {
    /// A certificate that ends sooner than this should be renewed by now, in days.
    private static let fewDays: Int64 = 14

    /// Returns what is to say of `configuration`.
    ///
    /// - Parameter configuration: What `wayleave serve` would be started with.
    /// - Returns: What was found.
    public static func findings(
        on configuration: ServerConfiguration
    ) async -> [CheckupFinding] {
        var findings: [CheckupFinding] = []
        do throws(ServerError) {
            try configuration.check()
            findings.append(CheckupFinding(.fine, "options", "A server can start with them."))
        } catch {
            findings.append(CheckupFinding(.wrong, "options", "\(error)."))
        }
        findings += proxies(configuration)
        findings += certificate(configuration)
        findings += files(configuration)
        findings.append(authorities())
        findings += await IssuerVisit(configuration).findings()
        return findings
    }

    private static func proxies(_ configuration: ServerConfiguration) -> [CheckupFinding] {
        let trusted = configuration.listen.trustedProxies
        if trusted.contains(where: { CIDRBlock(parsing: $0)?.prefixLength == 0 }) {
            return [
                CheckupFinding(
                    .wrong,
                    "proxy",
                    "Everybody is believed to be a proxy, so every visitor can claim any address.",
                    advice: "Name the address of the proxy alone with --trust-proxy."
                )
            ]
        }
        guard configuration.issuer?.utf8.starts(with: "https://".utf8) == true,
            configuration.listen.tls == nil
        else { return [] }
        guard trusted.isEmpty else {
            let names = trusted.joined(separator: ", ")
            let text = "TLS ends in front of the server, and \(names) is believed about visitors."
            return [CheckupFinding(.fine, "proxy", text)]
        }
        return [
            CheckupFinding(
                .doubtful,
                "proxy",
                "TLS must end at a proxy in front, and none is believed: log and limits take its "
                    + "address for that of every visitor.",
                advice: "Name it with --trust-proxy, such as 127.0.0.1."
            )
        ]
    }

    private static func certificate(_ configuration: ServerConfiguration) -> [CheckupFinding] {
        guard let files = configuration.listen.tls else { return [] }
        do throws(TLSError) {
            let context = try TLSServerContext(
                certificateFile: files.certificatePath,
                keyFile: files.keyPath
            )
            guard let end = context.certificateExpiry else {
                return [CheckupFinding(.fine, "certificate", "It fits its key.")]
            }
            let days = end.seconds(since: SystemWallClock().now()) / 86_400
            let text = "It fits its key and ends on \(CivilDate(end).readable)."
            let renewal = "Renew it, then send the server SIGHUP."
            let weight: CheckupFinding.Weight =
                days < 0 ? .wrong : days < fewDays ? .doubtful : .fine
            let advice = weight == .fine ? nil : renewal
            return [CheckupFinding(weight, "certificate", text, advice: advice)]
        } catch {
            return [CheckupFinding(.wrong, "certificate", "\(error).")]
        }
    }

    private static func files(_ configuration: ServerConfiguration) -> [CheckupFinding] {
        var findings: [CheckupFinding] = []
        do throws(TemplateError) {
            _ = try PageRenderer(overrides: configuration.templatesDirectory)
            let text =
                configuration.templatesDirectory.map { "Those of \($0) fit." }
                ?? "The built-in ones are used."
            findings.append(CheckupFinding(.fine, "pages", text))
        } catch {
            findings.append(CheckupFinding(.wrong, "pages", "\(error)."))
        }
        guard let path = configuration.knownClientsPath else { return findings }
        do throws(ServerError) {
            _ = try KnownClientFiles(path: path, log: SilentLog())
            findings.append(CheckupFinding(.fine, "known clients", "\(path) can be read."))
        } catch {
            findings.append(CheckupFinding(.wrong, "known clients", "\(error)."))
        }
        return findings
    }

    /// Whether the system has authorities, which small images often lack.
    private static func authorities() -> CheckupFinding {
        let places =
            [ProcessEnvironment.value("SSL_CERT_FILE"), ProcessEnvironment.value("SSL_CERT_DIR")]
            .compactMap { $0 } + [
                "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                "/etc/ssl/cert.pem",
            ]
        // The path is copied into the call's own C string.
        if let found = places.first(where: { unsafe access($0, R_OK) == 0 }) {
            return CheckupFinding(.fine, "authorities", "Other servers are verified by \(found).")
        }
        return CheckupFinding(
            .wrong,
            "authorities",
            "This computer knows no certificate authorities, so networks, clients' documents and "
                + "models cannot be reached over https.",
            advice: "Install the package ca-certificates."
        )
    }
}
