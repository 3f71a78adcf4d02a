import Glibc
import JSON
import Primitives
import Publishing
import TestSupport
import Testing

@testable import Providers

@Suite("The file of networks")
struct ProviderFileTests {
    private func read(_ text: String) throws -> [DeclaredNetwork] {
        try ProviderFile.read(Array(text.utf8)) { _ in SecretText("secret") }
    }

    private static let sound = DeclaredFake.declaration("https://a.example")

    @Test func `a sound file is read`() throws {
        let network = try #require(try read(Self.sound).first)
        #expect(network.network == .x)
        #expect(network.publishing.steps.count == 4)
        #expect(network.limits.measure == .graphemes)
        #expect(network.limits.maximumImageBytes == 1_000)
    }

    /// One slip each, and where it must be told.
    private static let slips: [(String, String, String)] = [
        (#""version": 1"#, #""version": 2"#, "/version"),
        (#""network": "twitter""#, #""network": "mastodon""#, "/providers/0/network"),
        (#""clientId": "client id""#, #""clientID": "x""#, "/providers/0/clientId"),
        (#""clientId": "client id""#, #""clientId": 7"#, "/providers/0/clientId"),
        (
            #""clientSecretVariable": "SECRET""#,
            #""clientSecretVariable": "S", "clientSecret": "x""#, "/providers/0/clientSecret"
        ),
        (
            "https://a.example/authorize", "http://a.example/authorize",
            "/providers/0/authorize/url"
        ),
        ("https://a.example/token", "token", "/providers/0/token/url"),
        (#""basic""#, #""digest""#, "/providers/0/token/authentication"),
        (#""list": "/data""#, #""list": "data""#, "/providers/0/profiles/list"),
        (#""id": "/id""#, #""id": "/~2""#, "/providers/0/profiles/id"),
        (#""publishes": true"#, #""publishes": false"#, "/providers/0/publish/steps"),
        (#""{mediaId[]}""#, #""{medium[]}""#, "/providers/0/publish/steps/2/json"),
        (#"id={mediaId}""#, #"id={mediaId""#, "/providers/0/publish/steps/1/url"),
        (#""when": "each_file""#, #""when": "often""#, "/providers/0/publish/steps/0/when"),
        (#""method": "GET""#, #""method": "DELETE""#, "/providers/0/publish/steps/1/method"),
        (#""file": "media""#, #""file": "media", "bytes": true"#, "/providers/0/publish/steps/0"),
        (#""mediaId": "/data/id""#, #""mediaId": "id""#, "/providers/0/publish/steps/0/read"),
        (#""measure": "graphemes""#, #""measure": "words""#, "/providers/0/limits/measure"),
        (#""length": 140"#, #""length": 0"#, "/providers/0/limits/length"),
        (#""authProvider""#, #""authprovider""#, "/providers/0/authprovider"),
        ("/{account}/{id}", "/{account}/{nobody}", "/providers/0/publish/url"),
    ]

    @Test(arguments: slips)
    func `a slip is told by its place`(old: String, new: String, place: String) throws {
        var text = Self.sound.replacing(old, with: new)
        if old.contains("publishes") { text = Self.sound.replacing(old, with: new) }
        try #require(text != Self.sound)
        do {
            _ = try read(text)
            Issue.record("read all the same")
        } catch PublishingFault.invalid(let part, let problem) {
            #expect(part.hasPrefix(place), "\(part): \(problem)")
        }
    }

    @Test func `a secret that is not there is told, and never shown`() throws {
        #expect(
            throws: PublishingFault.invalid(
                part: "/providers/0/clientSecretVariable",
                problem: "is not set"
            )
        ) {
            try ProviderFile.read(Array(Self.sound.utf8)) { _ in nil }
        }
        let network = try #require(try read(Self.sound).first)
        #expect(!"\(network)".contains("secret\""))
        #expect("\(network.client.secret)" == "[redacted]")
    }

    @Test(
        arguments: [
            (0o600, 0o600, 0), (0o644, 0o644, 1), (0o644, 0o600, 0), (0o600, 0o666, -1),
        ] as [(mode_t, mode_t, Int)]
    )
    func `secrets in files of their own are judged by who can open them`(
        file: mode_t,
        secret: mode_t,
        warnings: Int
    ) throws {
        let folder = TemporaryFolder()
        let kept = folder.write("kept apart\n", to: "secret")
        let text = Self.sound.replacing(
            #""clientSecretVariable": "SECRET""#,
            with: #""clientSecretFile": "\#(kept)""#
        )
        try #require(text != Self.sound)
        let path = folder.write(text, to: "providers.json")
        // The paths are copied into the call's own C strings.
        try #require(unsafe chmod(path, file) == 0 && chmod(kept, secret) == 0)
        let log = HeardLog()
        do throws(PublishingFault) {
            let network = try ProviderFile.load(path, log: log).first
            #expect(network?.client.secret.exposed == "kept apart")
            #expect(log.lines.value.count == warnings)
            #expect(log.lines.value.allSatisfy { $0.contains(kept) && !$0.contains("kept apart") })
        } catch {
            #expect(warnings == -1)
            #expect("\(error)".contains(kept) && "\(error)".contains("0666"))
        }
    }

    @Test(arguments: [(0o600, 0), (0o644, 1)] as [(mode_t, Int)])
    func `a file that holds a secret itself is judged too`(mode: mode_t, warnings: Int) throws {
        let folder = TemporaryFolder()
        let text = Self.sound.replacing(
            #""clientSecretVariable": "SECRET""#,
            with: #""clientSecret": "written here""#
        )
        let path = folder.write(text, to: "providers.json")
        // The path is copied into the call's own C string.
        try #require(unsafe chmod(path, mode) == 0)
        let log = HeardLog()
        let network = try ProviderFile.load(path, log: log).first
        #expect(network?.client.secret.exposed == "written here")
        #expect(log.lines.value.count == warnings)
    }

    @Test func `a network is declared once`() throws {
        let one = try JSONValue(parsing: Array(Self.sound.utf8))["providers"]?.arrayValue?.first
        let item = try #require(one)
        let twice: JSONValue = [
            "format": "wayleave-providers", "version": 1, "providers": [item, item],
        ]
        #expect(
            throws: PublishingFault.invalid(
                part: "/providers/1/network",
                problem: "occurs twice"
            )
        ) {
            try ProviderFile.read(twice.serialized()) { _ in SecretText("s") }
        }
    }

    @Test func `every example of the documentation is read`() throws {
        let blocks = try Self.examples()
        var networks: Set<Network> = []
        for block in blocks {
            let item = try JSONValue(parsing: Array(block.utf8))
            guard item["network"] != nil else { continue }
            let file: JSONValue = [
                "format": "wayleave-providers", "version": 1, "providers": [item],
            ]
            let read = try ProviderFile.read(file.serialized()) { _ in SecretText("s") }
            networks.formUnion(read.map(\.network))
        }
        #expect(networks == [.facebook, .instagram, .x, .linkedin, .pinterest, .tiktok])
    }

    /// The JSON blocks of the page.
    private static func examples(file: String = #filePath) throws -> [String] {
        let root = file.split(separator: "/").dropLast(3).joined(separator: "/")
        let bytes = try WholeFile.read("/\(root)/Documentation/Providers.md", maximumBytes: 1 << 20)
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: "```json\n")
        return parts.dropFirst().compactMap { part in
            part.split(separator: "\n```").first.map(String.init)
        }
    }
}

@Suite("JSON Pointers (RFC 6901)")
struct JSONPointerTests {
    /// The example of RFC 6901 §5.
    private static let document: JSONValue = [
        "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, " ": 7, "m~n": 8,
    ]

    @Test(
        arguments: [
            ("/foo/0", "bar"), ("/foo/1", "baz"), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"),
            ("/e^f", "3"), ("/ ", "7"), ("/m~0n", "8"), ("/foo/2", nil), ("/foo/x", nil),
            ("/foo/-", nil), ("/none", nil), ("/a~1b/x", nil),
        ] as [(String, String?)]
    )
    func `a pointer finds its value`(pointer: String, text: String?) throws {
        #expect(try #require(JSONPointer(pointer)).text(in: Self.document) == text)
    }

    @Test(arguments: ["foo", "/~", "/~2", "/a~"])
    func `what is no pointer is refused`(text: String) {
        #expect(JSONPointer(text) == nil)
    }
}
