import Publishing
import Testing

@testable import Providers

@Suite("The text of a page that is a reference")
struct PageTextTests {
    @Test(
        arguments: [
            ("<p>One <b>two</b></p><p>Three &amp; four</p>", "One two\nThree & four"),
            ("<script>if (a < b) { steal() }</script>Oak", "Oak"),
            ("<STYLE>p{}</Style ><!-- <p>no</p> -->Oak", "Oak"),
            ("3 < 4 and 5 > 2", "3 < 4 and 5 > 2"),
            ("&lt;b&gt; &amp;lt;", "<b> &lt;"),
            ("plain\r\n\r\n  text ", "plain\ntext"),
            ("<script>never closed", ""), ("<", "<"), ("", ""), ("<p", ""),
        ]
    )
    func `markup is left out`(page: String, text: String) {
        #expect(PageText(Array(page.utf8)).text == text)
    }

    @Test func `a text has a limit, and hostile pages cost no more than their length`() {
        let many = Array(String(repeating: "<p>oak &amp;", count: 80_000).utf8)
        #expect(PageText(many).text.unicodeScalars.count == DraftReference.maximumLength)
        let broken = Array(String(repeating: "<script>", count: 100_000).utf8)
        #expect(PageText(broken).text.isEmpty)
    }
}
