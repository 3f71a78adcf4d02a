import Pages
import Testing

@Suite("Every page in every state")
struct EveryPageTests {
    private static let renderer = Result { try PageRenderer() }

    private func page(_ sample: Sample) throws -> TinyHTML {
        TinyHTML(sample.render(try Self.renderer.get()))
    }

    @Test func `the built-in templates compile`() throws {
        _ = try PageRenderer()
    }

    @Test(arguments: Sample.all)
    func `elements are balanced, with one heading and one main part`(sample: Sample) throws {
        let page = try page(sample)
        var open: [String] = []
        for element in page.elements where !TinyHTML.voidElements.contains(element.name) {
            if element.isClosing {
                #expect(open.popLast() == element.name)
            } else {
                open.append(element.name)
            }
        }
        #expect(open == [])
        #expect(page.all("h1").count == 1)
        #expect(page.all("main").count == 1)
        #expect(page.all("html").first?["lang"] == "en")
        #expect(page.all("title").first?.text.isEmpty == false)
    }

    @Test(arguments: Sample.all)
    func `nothing is inline that the security policy forbids`(sample: Sample) throws {
        for element in try page(sample).opened {
            #expect(!["script", "style", "iframe", "object", "base"].contains(element.name))
            for attribute in element.attributes {
                #expect(!attribute.name.hasPrefix("on") && attribute.name != "style")
            }
        }
    }

    @Test(arguments: Sample.all)
    func `every address is on this server, and every file exists`(sample: Sample) throws {
        let page = try page(sample)
        let files = Set(PublicFile.all.map(\.path))
        let ids = Set(page.opened.compactMap { $0["id"] })
        for element in page.opened {
            for name in ["href", "src", "action"] {
                guard let address = element[name] else { continue }
                if address.hasPrefix("#") {
                    #expect(ids.contains(String(address.dropFirst())))
                } else if address.hasPrefix("/assets/") {
                    #expect(files.contains(address))
                } else if element["class"]?.hasPrefix("button") != true {
                    let pages = [
                        "/sign-in", "/sign-out", "/consent", "/account", "/account/connection",
                        "/account/connect", "/account/connect/profiles",
                        "/account/activity", "/account/confirm", "/account/profiles",
                    ]
                    #expect(pages.contains(String(address.prefix { $0 != "?" })))
                }
            }
        }
    }

    @Test(arguments: Sample.all)
    func `every field has its label and every reference its target`(sample: Sample) throws {
        let page = try page(sample)
        let ids = page.opened.compactMap { $0["id"] }
        #expect(Set(ids).count == ids.count)
        let labelled = Set(page.all("label").compactMap { $0["for"] })
        var depthInLabel = 0
        for element in page.elements {
            if element.name == "label" { depthInLabel += element.isClosing ? -1 : 1 }
            if element.name == "input", element["type"] != "hidden" {
                #expect(depthInLabel > 0 || labelled.contains(element["id"] ?? ""))
            }
            for reference in ["aria-describedby", "aria-labelledby", "for"] {
                guard let target = element[reference] else { continue }
                #expect(ids.contains(target), "\(target) is nowhere")
            }
        }
    }

    @Test(arguments: Sample.all)
    func `every form posts, and every button says what it sends`(sample: Sample) throws {
        let page = try page(sample)
        for form in page.all("form") {
            #expect(form["method"] == "post")
        }
        let tokens = page.all("input").filter { $0["name"] == "csrf" }
        #expect(tokens.count == page.all("form").count)
        for button in page.all("button") {
            #expect(button["type"] == "submit")
            #expect(button["autofocus"] == nil)
        }
    }

    @Test(arguments: Sample.all)
    func `every fieldset has a legend`(sample: Sample) throws {
        let page = try page(sample)
        for (index, element) in page.opened.enumerated() where element.name == "fieldset" {
            #expect(page.opened[index + 1].name == "legend")
        }
    }

    @Test func `a page with a problem announces it`() throws {
        for name in ["sign-in-local", "sign-in-wait", "consent-nothing", "consent-stale"] {
            let sample = try #require(Sample.all.first { $0.name == name })
            #expect(try page(sample).opened.contains { $0["role"] == "alert" })
        }
    }
}

@Suite("Headers of pages")
struct PageSecurityTests {
    @Test func `the policy allows nothing but our own styles and images`() {
        let fields = Dictionary(
            uniqueKeysWithValues: PageSecurity.fields.map { ($0.name, $0.value) }
        )
        let policy = fields["Content-Security-Policy"] ?? ""
        #expect(
            policy == "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
                + "frame-ancestors 'none'"
        )
        #expect(fields["Referrer-Policy"] == "same-origin")
        #expect(fields["X-Frame-Options"] == "DENY")
        #expect(fields["Cache-Control"] == "no-store")
    }

    @Test func `the style sheet fetches only files of ours`() throws {
        let sheet = try #require(PublicFile.all.first { $0.path.hasSuffix(".css") })
        let text = String(decoding: sheet.bytes, as: UTF8.self)
        #expect(!text.contains("@import") && !text.contains("http"))
        let names = Set(PublicFile.all.map { $0.path.split(separator: "/").last.map(String.init) })
        for part in text.split(separator: "url(\"").dropFirst() {
            #expect(names.contains(String(part.prefix { $0 != "\"" })))
        }
    }
}
