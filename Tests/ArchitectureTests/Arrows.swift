/// Who may import whom; dependencies point downwards only.
///
/// The rows are the floors of the house, the lowest first. A target may import what its own line
/// names, and only from floors below its own.
enum Arrows {
    static let floors: [[String: [String]]] = [
        ["CLinux": [], "COpenSSL": [], "CSQLite": []],
        ["Primitives": ["CLinux"]],
        [
            "JSON": ["Primitives"],
            "Cryptography": ["Primitives", "COpenSSL"],
            "Transport": ["Primitives", "CLinux", "COpenSSL"],
        ],
        [
            "HTTP": ["Primitives"],
            "Database": ["Primitives", "CSQLite"],
        ],
        [
            "HTTPServer": ["Primitives", "Transport", "HTTP"],
            "HTTPClient": ["Primitives", "Transport", "HTTP"],
        ],
        [
            "OAuth": ["Primitives", "JSON", "Cryptography"],
            "Directory": ["Primitives", "Cryptography"],
            "MCP": ["Primitives", "JSON"],
            "Publishing": ["Primitives", "JSON", "Cryptography"],
        ],
        [
            "Storage": [
                "Primitives", "JSON", "Cryptography", "Database", "OAuth", "Directory",
                "Publishing",
            ]
        ],
        [
            "Providers": [
                "Primitives", "JSON", "Cryptography", "HTTP", "HTTPClient", "Publishing",
            ],
            "Pages": ["Primitives"],
            "PublishingTools": ["Primitives", "JSON", "MCP", "Publishing"],
        ],
        [
            "Endpoints": [
                "Primitives", "JSON", "Cryptography", "HTTP", "HTTPServer", "HTTPClient", "OAuth",
                "Directory", "MCP", "Pages", "Publishing", "PublishingTools",
            ]
        ],
        [
            "Server": [
                "Primitives", "JSON", "Cryptography", "Transport", "HTTP", "Database",
                "HTTPServer", "HTTPClient", "OAuth", "Directory", "MCP", "Publishing", "Storage",
                "Providers", "Pages", "PublishingTools", "Endpoints",
            ]
        ],
        [
            "Administration": [
                "Primitives", "JSON", "Cryptography", "Database", "OAuth", "Directory",
                "Publishing", "Storage", "Providers",
            ]
        ],
        ["wayleave": ["Primitives", "JSON", "Administration", "Server"]],
    ]

    /// The arrows of every target, whatever its floor.
    static let all: [String: [String]] = floors.reduce(into: [:]) { result, floor in
        result.merge(floor) { first, _ in first }
    }

    /// The only targets that may see a C module.
    static let importersOfC: [String: Set<String>] = [
        "CLinux": ["Primitives", "Transport"],
        "COpenSSL": ["Cryptography", "Transport"],
        "CSQLite": ["Database"],
    ]

    /// Modules of the platform, and the targets that may use them; `nil` allows every target.
    static let platform: [String: Set<String>?] = [
        "Swift": nil,
        "Synchronization": nil,
        "Glibc": systemCallers,
        "Darwin": systemCallers,
    ]

    /// The targets that talk to the operating system themselves.
    private static let systemCallers: Set<String> = [
        "Primitives", "Cryptography", "Transport", "Database", "Pages", "Server",
        "Administration", "wayleave",
    ]

    /// What is wrong with the imports of a file of `target`.
    static func violations(in text: String, of target: String) -> [String] {
        importedModules(text).compactMap { module in
            if let allowed = platform[module] {
                guard let allowed, !allowed.contains(target) else { return nil }
                return "\(target) may not import the platform's \(module)"
            }
            if module.hasPrefix("Foundation") {
                return "\(target) imports \(module), which has no place in Sources"
            }
            if let importers = importersOfC[module], !importers.contains(target) {
                return "\(target) may not import the C module \(module)"
            }
            guard all[target]?.contains(module) == true else {
                return "\(target) may not import \(module)"
            }
            return nil
        }
    }

    /// The modules that `text` imports, without access levels, attributes and submodules.
    static func importedModules(_ text: String) -> [String] {
        let kinds: Set<Substring> = [
            "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
        ]
        return BlankedSource(text).lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import") else { return nil }
            let rest = words[(keyword + 1)...].drop { kinds.contains($0) }
            return rest.first?.split(separator: ".").first.map(String.init)
        }
    }
}
