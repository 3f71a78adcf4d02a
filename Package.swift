// swift-tools-version: 6.2

import PackageDescription

/// Settings that every Swift target shares: the strictest checks this toolchain has, as errors.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// Keeps the engine for regular expressions out of the program, a megabyte that every module imports
/// unasked and a single search for a text in a text links; `String+Search.swift` is for those.
let lean: [SwiftSetting] = [
    .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])
]

/// For the thin layer of commands: the optimizer of Swift 6.3.1 crashes when it specializes an
/// async function for one of their throwing closures, and a command runs each of them once.
let unoptimized: [SwiftSetting] = [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// A library target of the house; `dependencies` are the arrows that `ArchitectureTests` checks.
func layer(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    resources: [Resource] = []
) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        resources: resources,
        swiftSettings: strict + lean
    )
}

/// What the compiler writes into the program; `Sources/Pages` has links to the two folders.
let filesOfPages: [Resource] = [.embedInCode("Templates"), .embedInCode("Public")]

/// The registry of known clients, which the compiler writes into the program, too.
let knownClients: [Resource] = [.embedInCode("KnownClients/known-clients.json")]

/// The content of the demo's workspaces.
let demoContent: [Resource] = [.embedInCode("Demo/Content")]

/// The tests of one layer, in `Tests/<name>Tests`.
func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name)] + dependencies,
        swiftSettings: strict
    )
}

let package = Package(
    name: "wayleave",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "wayleave", targets: ["wayleave"])],
    traits: [
        .trait(
            name: "ThreadSanitizer",
            description: "Locks built on pthread, which ThreadSanitizer understands."
        )
    ],
    targets: [
        // C shims and system libraries, no logic.
        .target(name: "CLinux"),
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "openssl",
            providers: [.apt(["libssl-dev"])]
        ),
        .systemLibrary(
            name: "CSQLite",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]
        ),

        layer("Primitives", ["CLinux"]),

        layer("JSON", ["Primitives"]),
        layer("Cryptography", ["Primitives", "COpenSSL"]),
        layer("Transport", ["Primitives", "CLinux", "COpenSSL"]),

        layer("HTTP", ["Primitives"]),
        layer("Database", ["Primitives", "CSQLite"]),

        layer("HTTPServer", ["Primitives", "Transport", "HTTP"]),
        layer("HTTPClient", ["Primitives", "Transport", "HTTP"]),

        // The domains: rules only.
        layer("OAuth", ["Primitives", "JSON", "Cryptography"], resources: knownClients),
        layer("Directory", ["Primitives", "Cryptography"]),
        layer("MCP", ["Primitives", "JSON"]),
        layer("Publishing", ["Primitives", "JSON", "Cryptography"]),

        layer(
            "Storage",
            [
                "Primitives", "JSON", "Cryptography", "Database", "OAuth", "Directory",
                "Publishing",
            ]
        ),
        layer(
            "Providers",
            ["Primitives", "JSON", "Cryptography", "HTTP", "HTTPClient", "Publishing"]
        ),
        layer("Pages", ["Primitives"], resources: filesOfPages),
        layer("PublishingTools", ["Primitives", "JSON", "MCP", "Publishing"]),

        layer(
            "Endpoints",
            [
                "Primitives", "JSON", "Cryptography", "HTTP", "HTTPServer", "HTTPClient", "OAuth",
                "Directory", "MCP", "Pages", "Publishing", "PublishingTools",
            ]
        ),
        layer(
            "Server",
            [
                "Primitives", "JSON", "Cryptography", "Transport", "HTTP", "Database", "HTTPServer",
                "HTTPClient", "OAuth", "Directory", "MCP", "Publishing", "Storage", "Providers",
                "Pages", "PublishingTools", "Endpoints",
            ]
        ),
        layer(
            "Administration",
            [
                "Primitives", "JSON", "Cryptography", "Database", "OAuth", "Directory",
                "Publishing", "Storage", "Providers",
            ],
            resources: demoContent
        ),
        .executableTarget(
            name: "wayleave",
            dependencies: ["Primitives", "JSON", "Administration", "Server"],
            swiftSettings: strict + lean + unoptimized
        ),

        // Fills a database for `make bench`; never part of the product.
        .executableTarget(
            name: "bench-seed",
            dependencies: [
                "Primitives", "Cryptography", "Database", "OAuth", "Directory", "Storage",
            ],
            path: "Benchmarks/Seed",
            swiftSettings: strict
        ),

        // Counts allocations in the process of the tests; never part of the product.
        .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),

        // Writes Documentation/Tools.md for `make docs`; never part of the product.
        .executableTarget(
            name: "tools-document",
            dependencies: ["PublishingTools"],
            path: "Documentation/Generator",
            swiftSettings: strict
        ),

        // Test doubles and drivers that several test targets share; never part of the product.
        .target(
            name: "TestSupport",
            dependencies: ["Primitives", "Transport", "COpenSSL"],
            path: "Tests/Support",
            swiftSettings: strict
        ),
        tests(of: "Primitives", ["TestSupport"]),
        tests(of: "JSON", ["Primitives", "TestSupport"]),
        tests(of: "Cryptography", ["Primitives", "TestSupport"]),
        tests(of: "Transport", ["Primitives", "TestSupport"]),
        tests(of: "HTTP", ["Primitives", "TestSupport"]),
        tests(of: "Database", ["Primitives", "TestSupport"]),
        tests(of: "HTTPServer", ["Primitives", "Transport", "HTTP", "TestSupport"]),
        tests(of: "HTTPClient", ["Primitives", "Transport", "HTTP", "HTTPServer", "TestSupport"]),
        tests(of: "OAuth", ["Primitives", "JSON", "Cryptography", "TestSupport"]),
        tests(of: "Directory", ["Primitives", "Cryptography", "TestSupport"]),
        tests(of: "MCP", ["Primitives", "JSON", "TestSupport"]),
        tests(of: "Publishing", ["Primitives", "JSON", "TestSupport"]),
        tests(
            of: "Storage",
            [
                "Primitives", "JSON", "Cryptography", "Transport", "Database", "OAuth",
                "Directory", "Publishing", "TestSupport",
            ]
        ),
        tests(
            of: "Providers",
            [
                "Primitives", "JSON", "Cryptography", "Transport", "HTTP", "HTTPServer",
                "HTTPClient", "Publishing", "TestSupport",
            ]
        ),
        tests(of: "Pages", ["Primitives", "TestSupport"]),
        tests(
            of: "PublishingTools",
            [
                "Primitives", "JSON", "Cryptography", "Database", "OAuth", "Directory", "MCP",
                "Publishing", "Storage", "Endpoints", "TestSupport",
            ]
        ),
        tests(
            of: "Endpoints",
            [
                "Primitives", "JSON", "Cryptography", "Transport", "HTTP", "HTTPServer",
                "HTTPClient", "OAuth", "Directory", "MCP", "Pages", "PublishingTools",
                "TestSupport",
            ]
        ),
        tests(
            of: "Server",
            [
                "Primitives", "JSON", "Cryptography", "Transport", "HTTP", "Database",
                "HTTPServer", "HTTPClient", "OAuth", "Directory", "MCP", "Publishing", "Storage",
                "Pages", "PublishingTools", "Endpoints", "Administration", "AllocationCounter",
                "TestSupport",
            ]
        ),
        tests(
            of: "Administration",
            [
                "Primitives", "JSON", "Cryptography", "Database", "OAuth", "Directory", "Storage",
                "TestSupport",
            ]
        ),
        // Reads the tree itself: arrows, forbidden imports, size ceilings.
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
