@testable import Pages
import TestSupport
import Testing

@Suite("Templates in a folder of the operator's")
struct TemplateFolderTests {
    /// Makes a folder with these files, runs `body`, and takes the folder away.
    private func withFolder(
        _ files: [String: String],
        _ body: (String) throws -> Void
    ) throws {
        let folder = TemporaryFolder()
        for (name, text) in files { _ = folder.write(text, to: name) }
        try body(folder.path)
    }

    private func failure(_ folder: String) -> TemplateError? {
        do {
            _ = try PageRenderer(overrides: folder)
            return nil
        } catch {
            return error
        }
    }

    @Test func `the program holds every file of Templates, as it is now`() throws {
        let top = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        #expect(try TemplateFolder.read("/\(top)/Templates") == EmbeddedFiles.templates)
    }

    @Test func `a file replaces the built-in one of its name, and only that`() throws {
        let files = [
            "signed-out.html": "{{layout layout}}<h1>Bye</h1>{{> motto}}",
            "motto.html": "<p>Come back</p>", "notes.txt": "not a template",
        ]
        try withFolder(files) { folder in
            let renderer = try PageRenderer(overrides: folder)
            let page = String(decoding: renderer.render(SignedOutPage()), as: UTF8.self)
            #expect(page.contains("<h1>Bye</h1><p>Come back</p>"))
            #expect(page.contains("<!DOCTYPE html>"))
            let other = String(
                decoding: renderer.render(DonePage(client: Sample.claude, state: .taken)),
                as: UTF8.self
            )
            #expect(other.contains("<h1>Access given</h1>"))
        }
    }

    @Test func `a wrong name is found at start, with its place`() throws {
        try withFolder(["error.html": "<h1>{{heading}}</h1>\n<p>{{headline}}</p>"]) { folder in
            let error = try #require(failure(folder) as TemplateError?)
            #expect(error.description.hasPrefix("error.html:2:4: there is no name “headline” here"))
        }
    }

    @Test func `a file that no page uses is found at start`() throws {
        try withFolder(["singin.html": "<h1>Typing error</h1>"]) { folder in
            #expect(failure(folder)?.description == "singin.html: no page uses this file")
        }
    }

    @Test func `a folder that is not there, and a file too large, are found at start`() throws {
        #expect(failure("/nowhere/at/all")?.problem.contains("cannot be opened") == true)
        let large = String(repeating: "x", count: 1_048_577)
        try withFolder(["error.html": large]) { folder in
            #expect(failure(folder)?.problem.contains("larger than") == true)
        }
    }
}
