internal import JSON
internal import Primitives
internal import Providers
internal import Publishing

/// What a file of networks declares.
public enum ProviderReport {
    /// Reads the file, as a server would.
    ///
    /// - Parameter path: The file of `--providers`.
    /// - Returns: The networks, without anything secret.
    /// - Throws: ``AdministrationError`` that names the member that is wrong.
    public static func output(file path: String) throws(AdministrationError) -> CommandOutput {
        let networks: [DeclaredNetwork]
        do throws(PublishingFault) {
            networks = try ProviderFile.load(path, log: SilentLog())
        } catch {
            guard case .invalid(let part, let problem) = error else {
                throw AdministrationError("\(AdministrationError.quoted(path)): \(error)")
            }
            throw AdministrationError("\(AdministrationError.quoted(path)): \(part) \(problem)")
        }
        var table = Table("NETWORK", "ASKED BY", "PERMISSION AT", "STEPS")
        for network in networks {
            table.add(
                network.network.rawValue,
                network.authProvider,
                network.authorizationAddress,
                String(network.stepCount)
            )
        }
        return CommandOutput(
            table.text(empty: "The file declares no network."),
            json: .array(
                networks.map { network in
                    [
                        "network": .string(network.network.rawValue),
                        "auth_provider": .string(network.authProvider),
                        "authorize": .string(network.authorizationAddress),
                        "steps": .integer(Int64(network.stepCount)),
                    ]
                }
            )
        )
    }
}
