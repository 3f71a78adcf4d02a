internal import OAuth
internal import Primitives

/// The registry of known clients of one server: the built-in one and the operator's file.
///
/// The file is read at the start, where a mistake is an error, and again on SIGHUP, where a mistake
/// leaves what holds and says so in the log.
struct KnownClientFiles: Sendable {
    /// What holds now.
    let registry: KnownClientRegistry
    private let path: String?
    private let log: any Log

    /// Reads the file at `path`, if there is one.
    init(path: String?, log: any Log) throws(ServerError) {
        self.path = path
        self.log = log
        registry = KnownClientRegistry(.builtIn)
        guard let path else { return }
        do throws(KnownClientFileError) {
            registry.replace(with: try Self.clients(at: path))
        } catch {
            throw ServerError("\(path): \(error.description)")
        }
    }

    /// Reads the file again.
    func reload() {
        guard let path else { return }
        do throws(KnownClientFileError) {
            let clients = try Self.clients(at: path)
            registry.replace(with: clients)
            log.write(
                .info,
                "known clients read again",
                [.text("file", path), .number("clients", Int64(clients.entries.count))]
            )
        } catch {
            log.write(
                .error,
                "known clients not changed",
                [.text("file", path), .text("reason", error.description)]
            )
        }
    }

    private static func clients(at path: String) throws(KnownClientFileError) -> KnownClients {
        let bytes: [UInt8]
        do {
            bytes = try WholeFile.read(path, maximumBytes: KnownClientFile.maximumBytes)
        } catch {
            throw KnownClientFileError(error.description)
        }
        return KnownClients.builtIn.extended(by: try KnownClientFile.parse(bytes))
    }
}
