import Testing

@testable import Publishing

@Suite("The text of a card")
struct CardTextTests {
    private func block(_ text: String, width: Int = 888, height: Int = 700) -> CardText.Block {
        CardText.block(text, width: width, height: height)
    }

    @Test func `a headline is as large as it can be`() {
        #expect(block("Oak") == CardText.Block(lines: ["Oak"], size: 168))
        #expect(block("Our oak standing desk").lines == ["Our oak", "standing", "desk"])
        let long = block("The winter workshop opens on 6 December from 10 to 16 in the old mill")
        #expect(long.size < 120)
        #expect(long.lines.count * long.step <= 700)
    }

    @Test func `a word is broken only where the smallest letters do not do`() {
        let word = "Donaudampfschifffahrt"
        let fitting = block("\(word) im Winter")
        #expect(fitting.lines.contains(word))
        let endless = block(String(repeating: "x", count: 200))
        #expect(endless.size == 48)
        #expect(endless.lines.joined() == String(repeating: "x", count: 200))
    }

    @Test func `lines are about as long as each other`() {
        let lines = block("We open a second shop in the old mill by the river").lines
        let lengths = lines.map(\.count)
        #expect((lengths.min() ?? 0) * 2 >= lengths.max() ?? 0, "\(lines)")
    }

    @Test func `more than the card holds is cut with a mark`() {
        let block = block(String(repeating: "a very long headline ", count: 60))
        #expect(block.size == 48)
        #expect(block.lines.count * block.step <= 700)
        #expect(block.lines.last?.hasSuffix("…") == true)
        let sender = CardText.line(String(repeating: "W", count: 90), size: 40, width: 888)
        #expect(sender.count < 30 && sender.hasSuffix("…"))
        #expect(CardText.line("Northwind  Studio", size: 40, width: 888) == "Northwind Studio")
    }

    @Test func `scripts without spaces break anywhere but before a closing mark`() {
        let text = "秋の新しいメニューが始まりました。ぜひお越しください。"
        let lines = block(text).lines
        #expect(lines.count > 1)
        #expect(lines.joined() == text)
        #expect(lines.allSatisfy { !$0.hasPrefix("。") && !$0.hasPrefix("ー") })
        #expect(block("Oakと木").lines == ["Oakと木"])
    }

    @Test func `a family of emoji is one character`() {
        let family = "👩‍👩‍👧‍👦"
        let lines = block(String(repeating: family, count: 60)).lines
        #expect(lines.joined() == String(repeating: family, count: 60))
        #expect(lines.allSatisfy { $0.allSatisfy { String($0) == family } })
    }

    @Test(
        arguments: [
            ("שולחן", true), ("مكتب Oak", true), ("Oak مكتب", false), ("123 שולחן", true),
            ("", false), ("🎉", false), ("木", false),
        ]
    )
    func `the first letter says on which side a text begins`(text: String, isRTL: Bool) {
        #expect(CardText.isRightToLeft(text) == isRTL)
    }

    @Test func `nothing turns the direction of what follows`() {
        #expect(CardText.escaped("a\u{202e}b\u{2066}c<&>\u{0}") == "abc&lt;&amp;&gt;")
    }

    @Test(arguments: ["", " ", "\n"])
    func `no text is no line`(text: String) {
        #expect(block(text).lines.isEmpty)
    }
}
