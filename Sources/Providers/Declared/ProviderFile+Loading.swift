public import Primitives
public import Publishing

extension ProviderFile {
    /// Reads the file at `path` and the secrets that it names; blocks meanwhile.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - log: Where it is told that others can read a file with a secret.
    /// - Returns: The networks.
    /// - Throws: ``PublishingFault/invalid(part:problem:)``.
    public static func load(
        _ path: String,
        log: any Log
    ) throws(PublishingFault) -> [DeclaredNetwork] {
        let bytes: [UInt8]
        do {
            bytes = try WholeFile.read(path, maximumBytes: maximumBytes)
            // A file that leaves its secrets to others is no secret itself.
            if String(decoding: bytes, as: UTF8.self).contains(text: "\"clientSecret\"") {
                try SecretFile.judge(path, log: log)
            }
        } catch {
            throw .invalid(part: "the file", problem: error.description)
        }
        return try read(bytes) { place throws(PublishingFault) in try secret(at: place, log) }
    }

    private static func secret(
        at place: SecretPlace,
        _ log: any Log
    ) throws(PublishingFault) -> SecretText? {
        switch place {
        case .variable(let name): return ProcessEnvironment.value(name).map(SecretText.init(_:))
        case .file(let path):
            var bytes: [UInt8]
            do {
                bytes = try SecretFile.read(path, log: log)
            } catch {
                throw .invalid(part: "the file '\(path)'", problem: error.description)
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
