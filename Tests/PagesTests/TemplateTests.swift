@testable import Pages
import Testing

@Suite("The template language")
struct TemplateTests {
    struct Row: Sendable {
        let label: String
        let isOn: Bool
    }

    struct Model: Sendable {
        var name = "Ada"
        var empty = ""
        var isOn = true
        var rows = [Row(label: "one", isOn: true), Row(label: "two", isOn: false)]
        var none: [String] = []
        var link = PageLink(path: "/there")
    }

    static let shape = Shape<Model>([
        .text("name") { $0.name },
        .text("empty") { $0.empty },
        .flag("isOn") { $0.isOn },
        .list(
            "rows",
            Shape<Row>([.text("label") { $0.label }, .flag("isRowOn") { $0.isOn }])
        ) { $0.rows },
        .texts("none") { $0.none },
        .link("link") { $0.link },
    ])

    private func compile(_ text: String, _ others: [String: String] = [:]) throws -> Template {
        var files = others.mapValues { Array($0.utf8) }
        files["page.html"] = Array(text.utf8)
        var compiler = TemplateCompiler(sources: files)
        return try compiler.compile("page.html", fields: Self.shape.declarations)
    }

    private func render(
        _ text: String,
        _ model: Model = Model(),
        _ others: [String: String] = [:]
    ) throws -> String {
        let template = try compile(text, others)
        return String(decoding: template.render(Self.shape.values(of: model)), as: UTF8.self)
    }

    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("<p>{{name}}</p>", "<p>Ada</p>"), ("{{ name }}", "Ada"),
        ("a{{! a note }}b", "ab"), ("{{#if isOn}}yes{{else}}no{{/if}}", "yes"),
        ("{{#unless isOn}}yes{{else}}no{{/unless}}", "no"), ("{{#if empty}}a{{/if}}b", "b"),
        ("{{#if rows}}some{{/if}}{{#if none}}none{{/if}}", "some"), ("{{#if link}}l{{/if}}", "l"),
        ("{{#each rows}}{{label}},{{/each}}", "one,two,"),
        ("{{#each rows}}{{#if isRowOn}}{{name}}{{else}}-{{/if}}{{/each}}", "Ada-"),
        ("{{#each none}}{{item}}{{else}}nothing{{/each}}", "nothing"),
        ("{{#each rows}}{{#each rows}}{{label}}{{/each}} {{/each}}", "onetwo onetwo "),
        ("<a href=\"{{link}}\">x</a>", "<a href=\"/there\">x</a>"),
        ("<a href=\"/to/{{name}}\">x</a>", "<a href=\"/to/Ada\">x</a>"),
        ("<a href=\"#{{name}}\">x</a>", "<a href=\"#Ada\">x</a>"),
        ("<input{{#if isOn}} checked{{/if}}>", "<input checked>"),
        ("<p class=\"a{{#if isOn}} b{{/if}}\">", "<p class=\"a b\">"),
        ("<img src=\"/x.svg\" alt=\"\"/>", "<img src=\"/x.svg\" alt=\"\"/>"),
        ("{ {name} }", "{ {name} }"), ("<!DOCTYPE html><p>", "<!DOCTYPE html><p>"),
    ])
    func `a template renders as written`(template: String, expected: String) throws {
        #expect(try render(template) == expected)
    }

    @Test func `a line with one directive leaves no line behind`() throws {
        let template =
            "<ul>\n  {{#each rows}}\n  <li>{{label}}</li>\n  {{/each}}\n</ul>\n{{! end }}\n"
        #expect(try render(template) == "<ul>\n  <li>one</li>\n  <li>two</li>\n</ul>\n")
        #expect(try render("{{name}}\n") == "Ada\n")
    }

    @Test func `includes see the names around them, and a layout wraps the page`() throws {
        let files = [
            "row.html": "<li>{{label}} of {{name}}</li>",
            "frame.html": "<main>{{content}}</main>",
        ]
        let page = "{{layout frame}}{{#each rows}}{{> row}}{{/each}}"
        let expected = "<main><li>one of Ada</li><li>two of Ada</li></main>"
        #expect(try render(page, Model(), files) == expected)
    }

    @Test(arguments: [
        ("&<>\"'", "&amp;&lt;&gt;&quot;&#39;"), ("\"\u{301}", "&quot;\u{301}"),
        ("<\u{338}b>\u{338}", "&lt;\u{338}b&gt;\u{338}"), ("'\u{308}", "&#39;\u{308}"),
        ("a\u{0}b", "a\u{fffd}b"), ("&amp;", "&amp;amp;"), ("花 é 👩‍🚀", "花 é 👩‍🚀"),
        ("{{name}}", "{{name}}"), ("\r\n", "\r\n"),
    ])
    func `values are escaped byte by byte`(value: String, escaped: String) throws {
        let inText = try render("<p>{{name}}</p>", Model(name: value))
        #expect(inText.utf8.elementsEqual("<p>\(escaped)</p>".utf8))
        let inAttribute = try render("<p title=\"{{name}}\">", Model(name: value))
        #expect(inAttribute.utf8.elementsEqual("<p title=\"\(escaped)\">".utf8))
    }

    @Test(
        arguments: [
            ("{{nobody}}", 1, 1, "no name “nobody”"), ("a\n b{{nobody}}", 2, 3, "no name “nobody”"),
            ("{{label}}", 1, 1, "no name “label”"), ("{{{name}}}", 1, 1, "no unescaped output"),
            ("{{name", 1, 1, "not closed"), ("{{name\n}}", 1, 1, "not closed"),
            ("{{}}", 1, 1, "no directive"), ("{{a.b}}", 1, 1, "not a name"),
            ("{{#with name}}", 1, 1, "no directive"), ("{{#if}}", 1, 1, "not a name"),
            ("{{#if isOn}}", 1, 1, "no {{/if}}"), ("{{#if isOn}}{{/each}}", 1, 1, "no {{/if}}"),
            ("{{#each rows}}{{/if}}", 1, 1, "no {{/each}}"),
            ("x{{/if}}", 1, 2, "closes or divides"),
            ("{{else}}", 1, 1, "closes or divides"),
            ("{{#if isOn}}{{else}}{{else}}{{/if}}", 1, 1, "no {{/if}}"),
            ("{{#each name}}{{/each}}", 1, 1, "not a list"), ("{{rows}}", 1, 1, "it is a list"),
            ("{{isOn}}", 1, 1, "only for conditions"),
            ("{{> other}}", 1, 1, "no template other.html"),
            ("x{{layout page}}", 1, 2, "at the very beginning"),
            ("{{content}}", 1, 1, "in a layout"),
            ("{{> page}}", 1, 1, "circle"), ("{{layout page}}", 1, 1, "at the very beginning"),
            ("<p title={{name}}>", 1, 10, "middle of a tag"),
            ("<{{name}}>", 1, 2, "middle of a tag"),
            ("<p {{name}}>", 1, 4, "between double quotes"),
            ("<p {{name}}=\"x\">", 1, 4, "double quotes"),
            ("<p title='{{name}}'>", 1, 10, "between double quotes"),
            ("<p title=x>", 1, 10, "double quotes"),
            ("<!-- {{name}} -->", 1, 6, "middle of a tag"), ("a < b", 1, 4, "&lt;"),
            ("<a href=\"{{name}}\">", 1, 10, "cannot begin an address"),
            ("<a href=\"/{{name}}\">", 1, 11, "cannot begin an address"),
            ("<a href=\"//{{name}}\">", 1, 12, "cannot begin an address"),
            ("<a href=\"h{{link}}\">", 1, 11, "cannot begin an address"),
            ("<form action=\"{{name}}\">", 1, 15, "cannot begin an address"),
            ("<script>x</script>", 1, 8, "script is not allowed"),
            ("<STYLE>", 1, 7, "style is not allowed"),
            ("<p style=\"x\">", 1, 9, "style is not allowed"),
            ("<p onclick=\"x\">", 1, 11, "onclick is not"),
            ("<P ONCLICK=\"x\">", 1, 11, "onclick is not"),
            ("<base href=\"/\">", 1, 6, "base is not"),
            ("<p {{#if isOn}}title=\"{{else}}class=\"a\"{{/if}}>", 1, 4, "different places"),
            ("{{#each rows}}<p {{/each}}", 1, 1, "another place"),
        ] as [(String, Int, Int, String)]
    )
    func `a wrong template is refused at its place`(
        template: String,
        line: Int,
        column: Int,
        problem: String
    ) {
        do {
            _ = try compile(template)
            Issue.record("accepted")
        } catch let error as TemplateError {
            #expect((error.line, error.column) == (line, column))
            #expect(error.problem.contains(problem), "\(error)")
        } catch {
            Issue.record(error)
        }
    }

    @Test func `a page that ends inside a tag, or a layout without content, is refused`() {
        #expect(throws: TemplateError.self) { try compile("<p title=\"") }
        #expect(throws: TemplateError.self) { try compile("{{layout l}}x", ["l.html": "nothing"]) }
        #expect(throws: TemplateError.self) {
            try compile("{{layout l}}x", ["l.html": "{{content}}{{content}}"])
        }
    }
}
