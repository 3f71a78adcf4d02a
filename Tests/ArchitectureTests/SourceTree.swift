private import Foundation

/// One Swift file of the project.
struct SourceFile: Sendable {
    /// The path from the project's root, such as `Sources/OAuth/Scope.swift`.
    let path: String
    let text: String

    /// The folder below `Sources` or `Tests` that the file belongs to.
    var target: String {
        let parts = path.split(separator: "/")
        return parts.count > 1 ? String(parts[1]) : ""
    }

    var lines: [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}

/// The project's files as they are on disk beside this test.
enum SourceTree {
    private static let root: URL = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let sources = swiftFiles(below: "Sources")
    static let tests = swiftFiles(below: "Tests")
    /// The tests in Python.
    static let interoperability = files(below: "Tests/Interop", ending: ".py")

    /// The names of the folders directly below `Sources`.
    static let targetFolders: Set<String> = {
        let folder = root.appending(path: "Sources").path
        return Set((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    }()

    static func text(of path: String) -> String {
        (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
    }

    private static func swiftFiles(below folder: String) -> [SourceFile] {
        files(below: folder, ending: ".swift")
    }

    private static func files(below folder: String, ending suffix: String) -> [SourceFile] {
        let base = root.appending(path: folder)
        let names = FileManager.default.enumerator(atPath: base.path)?.allObjects ?? []
        return names.compactMap { $0 as? String }
            .filter { $0.hasSuffix(suffix) }
            .sorted()
            .map { SourceFile(path: "\(folder)/\($0)", text: text(of: "\(folder)/\($0)")) }
    }
}
