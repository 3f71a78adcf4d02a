internal import Primitives
public import Publishing

extension ProviderFile {
    /// The largest file with a secret.
    private static let maximumSecretBytes = 4_096

    /// Reads the file at `path` and the secrets that it names; blocks meanwhile.
    ///
    /// - Parameter path: The file.
    /// - Returns: The networks.
    /// - Throws: ``PublishingFault/invalid(part:problem:)``.
    public static func load(_ path: String) throws(PublishingFault) -> [DeclaredNetwork] {
        let bytes: [UInt8]
        do {
            bytes = try WholeFile.read(path, maximumBytes: maximumBytes)
        } catch {
            throw .invalid(part: "the file", problem: error.description)
        }
        return try read(bytes, secret: secret(at:))
    }

    private static func secret(at place: SecretPlace) -> SecretText? {
        switch place {
        case .variable(let name): return ProcessEnvironment.value(name).map(SecretText.init(_:))
        case .file(let path):
            guard var bytes = try? WholeFile.read(path, maximumBytes: maximumSecretBytes) else {
                return nil
            }
            while let last = bytes.last, last == 0x0a || last == 0x0d { bytes.removeLast() }
            return bytes.isEmpty ? nil : SecretText(String(decoding: bytes, as: UTF8.self))
        }
    }
}

extension DeclaredNetwork {
    /// Where people are sent to give the permission.
    public var authorizationAddress: String { authorization.url }
    /// How many kinds of requests a post may need.
    public var stepCount: Int { publishing.steps.count }
}
