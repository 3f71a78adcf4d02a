import Testing

@Suite("The checker catches what it should")
struct CheckerTests {
    private func file(_ text: String, path: String = "Sources/OAuth/Sample.swift") -> SourceFile {
        SourceFile(path: path, text: text)
    }

    private func outline(_ text: String) -> Outline {
        Outline(of: BlankedSource(text))
    }

    @Test(arguments: [
        ("import Foundation", "OAuth"),
        ("private import FoundationEssentials", "Server"),
        ("import struct Foundation.URL", "OAuth"),
        ("import COpenSSL", "OAuth"),
        ("import COpenSSL", "Database"),
        ("public import HTTP", "OAuth"),
        ("import Database", "Endpoints"),
        ("import Glibc", "OAuth"),
        ("@preconcurrency import Dispatch", "Transport"),
        ("import Administration", "Server"),
    ])
    func `a forbidden import is found`(text: String, target: String) {
        #expect(Arrows.violations(in: text, of: target).count == 1)
    }

    @Test(arguments: [
        ("public import Primitives", "OAuth"),
        ("private import CSQLite", "Database"),
        ("import Glibc", "Transport"),
        ("private import Synchronization", "Primitives"),
        ("// import Foundation", "OAuth"),
        ("let text = \"import Foundation\"", "OAuth"),
    ])
    func `an allowed import is not`(text: String, target: String) {
        #expect(Arrows.violations(in: text, of: target) == [])
    }

    @Test(arguments: [
        "a // }\nb", "a /* { /* } */ \n { */ b", "a \"{ \\\" {\" b", "a \"\\(f(\"{\"))\" b",
        "a \"\"\"\n { \"quoted\" {\n \"\"\" b", "a #\"{ \\ \" {\"# b", "a `}{` b",
    ])
    func `braces in comments, strings and quoted names are not code`(text: String) {
        let blanked = BlankedSource(text)
        #expect(blanked.bytes.count == text.utf8.count)
        #expect(!blanked.lines.joined().contains { "{}\"".contains($0) })
        #expect(blanked.lines.count == text.split(separator: "\n").count)
        #expect(blanked.lines.last?.hasSuffix("b") == true)
    }

    @Test(arguments: [
        "func long(_ a: Int) -> Int {", "init(a: Int = { 5 }()) {", "var long: Int {",
        "subscript(index: Int) -> Int {", "static func long<T>(_ t: T) where T: Sendable {",
        "func long() async throws(E) -> (Int, String) {", "deinit {",
    ])
    func `a body of 61 lines is found`(head: String) {
        let body = String(repeating: "    if a { b(\"}\") }\n", count: 61)
        let text = "struct Sample {\n\(head)\n\(body)}\n\nvar short: Int { 5 }\n}\n"
        let long = outline(text).functions.filter { $0.bodyLines > Ceilings.functionLines }
        #expect(long.map(\.bodyLines) == [61])
        #expect(Ceilings.violations(in: file(text)).count == 1)
    }

    @Test func `a body of 60 lines, a protocol and a closure are not`() {
        let body = String(repeating: "    call { x }\n", count: 60)
        let text = """
            protocol P { func f(_ a: Int) -> Int
            init() }
            struct Sample {
                func f() {
            \(body)}
            }
            """
        #expect(Ceilings.violations(in: file(text)) == [])
        #expect(outline(text).functions.map(\.bodyLines) == [60])
    }

    @Test(arguments: [
        ("func f(a: Int, b: [Int: Int], c: (Int, Int) -> Void)", 3),
        ("func f()", 0), ("init(_ a: Result<Int, E>)", 1),
        ("func f(a: Int, b: Int, c: Int, d: Int, e: Int, f: Int, g: Int, h: Int = g(1, 2))", 8),
        ("func f(\n    a: Int,\n    b: Int,\n)", 2),
    ])
    func `parameters are counted`(head: String, count: Int) {
        let text = "struct S { \(head) { } }"
        #expect(outline(text).signatures.map(\.parameters) == [count])
        #expect(Ceilings.violations(in: file(text)).count == (count > 7 ? 1 : 0))
    }

    @Test func `stored properties are counted, others are not`() {
        let text = """
            struct S {
                static let none = 1
                let a: Int
                private(set) var b = [1, 2, 3]
                let c, d: Result<Int, E>
                var e: Int { a }
                var f: Int {
                    let local = 1
                    return local
                }
                var g: Int = 5 {
                    didSet { a = 1 }
                }
                var h: () -> Void
                func f() { var x = 1 }
            }
            """
        #expect(outline(text).types.map(\.storedProperties) == [6])
        let thirteen = (1...13).map { "let p\($0): Int\n" }.joined()
        #expect(Ceilings.violations(in: file("struct S {\n\(thirteen)}")).count == 1)
        let twelve = (1...12).map { "let p\($0): Int\n" }.joined()
        #expect(Ceilings.violations(in: file("struct S {\n\(twelve)}")) == [])
    }

    @Test func `long lines and long files are found`() {
        let wide = String(repeating: "x", count: 101)
        #expect(Ceilings.violations(in: file(wide)).count == 1)
        let tall = String(repeating: "\n", count: 401)
        #expect(Ceilings.violations(in: file(tall)).count == 1)
        #expect(Ceilings.violations(in: file(tall, path: "Tests/T/T.swift")) == [])
        let full = String(repeating: "\n", count: 400)
        #expect(Ceilings.violations(in: file(full)) == [])
    }

    @Test func `a promise without its reason is found`() {
        let bare = "let a = 1\nfinal class A: @unchecked Sendable {\n    let b: Int\n}"
        #expect(Conventions.unprovenPromises(in: file(bare)).count == 1)
        let variable = "nonisolated(unsafe) var a = 1 // counts calls"
        #expect(Conventions.unprovenPromises(in: file(variable)).count == 1)
        let proven = "// Safe: only the loop's thread touches it.\n@safe\n" + bare.dropFirst(10)
        #expect(Conventions.unprovenPromises(in: file(proven)) == [])
        let below = "final class A: @unchecked Sendable {\n    // Sendable: immutable.\n}"
        #expect(Conventions.unprovenPromises(in: file(below)) == [])
    }

    @Test func `reminders, prints and namesakes are found`() {
        #expect(Conventions.reminders(in: file("// TO" + "DO later")).count == 1)
        #expect(Conventions.reminders(in: file("// such as \\\\uXXXX")) == [])
        #expect(Conventions.prints(in: file("print(1)")).count == 1)
        #expect(Conventions.prints(in: file("fingerprint(1) // print(2)")) == [])
        #expect(Conventions.namesakes(in: file("public enum OAuth {}")).count == 1)
        #expect(Conventions.namesakes(in: file("extension OAuth {}")) == [])
    }

    @Test func `the manifest's arrows are read`() {
        let manifest = """
            layer("A", ["B", "C"]), layer("D"), layer(
                "E", [
                    "F", "G",
                ]
            ), .executableTarget(name: "w", dependencies: ["A"], swiftSettings: strict)
            """
        let arrows = PackageArrows.read(manifest)
        #expect(arrows == ["A": ["B", "C"], "D": [], "E": ["F", "G"], "w": ["A"]])
    }

    @Test(
        arguments: [
            ("let key = WorkspaceAccess(identifier: id, name: id, actor: .server)", 1),
            ("extension WorkspaceAccess { init(x: Int) {} }", 1),
            ("let make = WorkspaceAccess.init", 1),
            ("guard let access = WorkspaceAccess(openedBy: call) else { return }", 0),
            ("func post(in access: WorkspaceAccess) {}", 0),
            ("// WorkspaceAccess(identifier:)", 0),
        ]
    )
    func `a key to a workspace is noticed where it is made`(text: String, count: Int) {
        let found = WorkspaceKeys.forgedKeys(in: file(text, path: "Sources/Storage/A.swift"))
        #expect(found.count == count)
    }

    @Test(
        arguments: [
            ("func posts(workspaceID: String) {}", 1), ("func posts(of workspace: String) {}", 1),
            ("func posts(in access: WorkspaceAccess) {}", 0),
        ]
    )
    func `a workspace by its name is noticed in the domain`(text: String, count: Int) {
        let path = "Sources/Publishing/A.swift"
        #expect(WorkspaceKeys.bareNames(in: file(text, path: path)).count == count)
    }

    @Test func `a tool that reads the workspace itself is noticed`() {
        let text = "let id = call.string(\"workspaceId\")"
        let path = "Sources/PublishingTools/A.swift"
        #expect(WorkspaceKeys.readers(in: file(text, path: path)).count == 1)
    }
}
