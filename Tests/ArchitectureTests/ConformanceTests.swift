import Testing

@Suite("The map of requirements")
struct ConformanceTests {
    private static let map = ConformanceMap(
        parsing: SourceTree.text(of: "Documentation/Conformance.md")
    )

    /// Every identifier of the sources; the numbers of the MCP checklists have gaps.
    private static let identifiers: [String] = {
        let ranges: [(String, [ClosedRange<Int>])] = [
            (
                "AS-",
                [
                    1...6, 10...25, 30...51, 60...72, 80...87, 90...102, 110...115, 120...123,
                ]
            ),
            ("RS-", [1...20]), ("T-", [1...14]), ("B-", [1...12]), ("TL-", [1...17]),
            ("T", [1...38]),
        ]
        let numbered = ranges.flatMap { prefix, ranges in
            ranges.flatMap { $0 }.map { "\(prefix)\($0)" }
        }
        let attacks = (1...84).map { $0 < 10 ? "S-0\($0)" : "S-\($0)" }
        let acceptance = [
            "Races", "Floods", "Clients", "Strings", "Errors", "Consent", "Workspaces", "SSRF",
            "Soak", "Ops",
        ]
        return numbered + attacks + acceptance
    }()

    /// Every test of the project by its file and name.
    private static let tests: Set<ConformanceMap.TestReference> = {
        let swift = SourceTree.tests.flatMap { file in
            names(in: file.text, after: "func `", until: "`").map { reference(file.path, $0) }
        }
        let python = SourceTree.interoperability.flatMap { file in
            names(in: file.text, after: "\ndef ", until: "(")
                .filter { $0.hasPrefix("test_") }
                .map { reference(file.path, $0) }
        }
        return Set(swift + python)
    }()

    private static func names(in text: String, after start: String, until end: Character)
        -> [String]
    {
        text.ranges(of: start).map { String(text[$0.upperBound...].prefix { $0 != end }) }
    }

    private static func reference(_ path: String, _ name: String) -> ConformanceMap.TestReference {
        let parts = path.split(separator: "/")
        let file = parts.last?.prefix { $0 != "." } ?? ""
        return ConformanceMap.TestReference(file: "\(parts[1])/\(file)", name: name)
    }

    @Test func `every requirement of the sources stands in the map once`() {
        #expect(Self.map.misplaced(among: Self.identifiers) == [])
    }

    @Test func `every test that the map names exists`() {
        #expect(Self.tests.count > 500)
        #expect(Self.map.dangling(among: Self.tests) == [])
    }

    @Test func `a requirement without a test has a reason`() {
        #expect(Self.map.unproven == [])
    }

    @Test func `a gap, a wrong name and a missing reason are noticed`() {
        let map = ConformanceMap(
            parsing: """
                | id | requirement | shown by |
                | --- | --- | --- |
                | `S-01` | one | `A/B` · a test<br>`A/B` · another |
                | `S-02` | two | - |
                | `S-02` | twice | It cannot happen here, because nothing is stored. |
                | `S-09` | unknown | later |
                """
        )
        #expect(map.misplaced(among: ["S-01", "S-02", "S-03"]) == ["S-02", "S-03", "S-09"])
        let known: Set = [ConformanceMap.TestReference(file: "A/B", name: "a test")]
        #expect(map.dangling(among: known) == ["S-01: A/B · another"])
        #expect(map.unproven == ["S-02", "S-09"])
    }
}
