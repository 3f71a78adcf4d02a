import Testing

@Suite("The house as it stands")
struct HouseTests {
    @Test func `the tree was found`() {
        #expect(SourceTree.sources.count > 20)
        #expect(SourceTree.tests.contains { $0.path.hasSuffix("HouseTests.swift") })
    }

    @Test func `every import follows an arrow`() {
        let found = SourceTree.sources.flatMap { file in
            Arrows.violations(in: file.text, of: file.target).map { "\(file.path): \($0)" }
        }
        #expect(found == [])
    }

    @Test func `every folder of Sources has its place in the house`() {
        #expect(SourceTree.targetFolders == Set(Arrows.all.keys))
    }

    @Test func `every arrow points to a lower floor`() {
        var below: Set<String> = []
        for floor in Arrows.floors {
            for (target, arrows) in floor {
                #expect(below.isSuperset(of: arrows), "\(target) looks up or sideways")
            }
            below.formUnion(floor.keys)
        }
    }

    @Test func `the package declares the same arrows`() {
        let declared = PackageArrows.read(SourceTree.text(of: "Package.swift"))
        for (target, arrows) in Arrows.all where !target.hasPrefix("C") || target == "Cryptography"
        {
            #expect(declared[target].map(Set.init) == Set(arrows), "\(target)")
        }
    }

    @Test func `no type hides its own module`() {
        #expect(SourceTree.sources.flatMap(Conventions.namesakes) == [])
    }

    @Test func `nothing is larger than its ceiling`() {
        let files = SourceTree.sources + SourceTree.tests
        let found = files.filter { Exemptions.reasons[$0.path] == nil }
            .flatMap(Ceilings.violations)
        #expect(found == [])
    }

    @Test func `every exemption is still needed`() {
        for path in Exemptions.reasons.keys {
            let file = SourceFile(path: path, text: SourceTree.text(of: path))
            #expect(!Ceilings.violations(in: file).isEmpty, "\(path) needs none")
        }
    }

    @Test func `every promise to the compiler says why it holds`() {
        let files = SourceTree.sources + SourceTree.tests
        #expect(files.flatMap(Conventions.unprovenPromises) == [])
    }

    @Test func `no file holds a note to come back later`() {
        let files = SourceTree.sources + SourceTree.tests
        #expect(files.flatMap(Conventions.reminders) == [])
    }

    @Test func `only a few files make the key to a workspace`() {
        #expect(SourceTree.sources.flatMap(WorkspaceKeys.forgedKeys) == [])
    }

    @Test func `nothing in the publishing domain takes a workspace by its name`() {
        #expect(SourceTree.sources.flatMap(WorkspaceKeys.bareNames) == [])
    }

    @Test func `only the router and the schemas know the argument that names a workspace`() {
        #expect(SourceTree.sources.flatMap(WorkspaceKeys.readers) == [])
    }

    @Test func `no library prints`() {
        let libraries = SourceTree.sources.filter { $0.target != "wayleave" }
        #expect(libraries.flatMap(Conventions.prints) == [])
    }
}
