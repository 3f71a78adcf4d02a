import Testing

@testable import Publishing

@Suite("What the embedded composer takes from a prompt")
struct PromptReadingTests {
    @Test(
        arguments: [
            ("Write a post about our new oak desk", "our new oak desk", .phrase, .tell),
            (
                "Please write a short LinkedIn post about our new oak desk.", "our new oak desk",
                .phrase, .tell
            ),
            (
                "Create an Instagram caption announcing our winter menu", "our winter menu",
                .phrase, .announce
            ),
            ("Announce our winter menu", "our winter menu", .phrase, .announce),
            (
                "Announce that we open in Bergen on 5 May", "we open in Bergen on 5 May",
                .statement, .tell
            ),
            (
                "Invite people to our open day on Saturday", "our open day on Saturday", .phrase,
                .invite
            ),
            (
                "Remind customers that we are closed on Monday", "we are closed on Monday",
                .statement, .tell
            ),
            ("Explain how we choose our beans", "how we choose our beans", .clause, .tell),
            (
                "We are opening a second shop in Bergen.", "We are opening a second shop in Bergen",
                .statement, .tell
            ),
            ("Write a post for our bakery about the rye bread", "the rye bread", .phrase, .tell),
            (
                "Celebrate our 10th anniversary in a warm tone", "our 10th anniversary", .phrase,
                .celebrate
            ),
            (
                "A post office opens in the old mill", "A post office opens in the old mill",
                .statement, .tell
            ),
        ] as [(String, String, PromptReading.Form, PromptReading.Act)]
    )
    func `the order is taken away and the subject kept`(
        prompt: String,
        subject: String,
        form: PromptReading.Form,
        act: PromptReading.Act
    ) {
        let reading = PromptReading(prompt)
        #expect(reading.subject == subject)
        #expect(reading.form == form)
        #expect(reading.act == act)
    }

    @Test func `further sentences are facts, points or instructions`() {
        let reading = PromptReading(
            """
            Announce our oak desk. It costs 4,900 kr. and ships in May. Mention free delivery. \
            Mention that the oak grew in Voss. Keep it short. Include a call to action.
            - Height from 70 to 120 cm
            """
        )
        #expect(
            reading.facts == [
                "It costs 4,900 kr. and ships in May.", "The oak grew in Voss.",
                "Height from 70 to 120 cm.",
            ]
        )
        #expect(reading.points == ["Free delivery"])
        #expect(reading.unfollowed == ["Keep it short.", "Include a call to action."])
    }

    @Test(
        arguments: [
            ("Write a post: we open on 5 May.", "we open on 5 May", .statement, .tell, []),
            ("Product launch: our new oak desk", "our new oak desk", .phrase, .announce, []),
            ("New: oak desk from Voss", "the oak desk from Voss", .phrase, .announce, []),
            (
                "Event: open day on Saturday, 10:00 to 16:00",
                "the open day on Saturday, 10:00 to 16:00", .phrase, .invite, []
            ),
            (
                "Reminder: we are closed on Monday", "we are closed on Monday", .statement, .remind,
                []
            ),
            (
                "Announce our winter menu: pumpkin soup and cider", "our winter menu", .phrase,
                .announce, ["Pumpkin soup and cider."]
            ),
            (
                "Write a post about our values: honesty; patience.", "our values", .phrase, .tell,
                ["Honesty.", "Patience."]
            ),
            ("She said: “We open on 5 May”", "She said: “We open on 5 May”", .phrase, .tell, []),
            (
                "Open at https://a.example, 10:30", "Open at https://a.example, 10:30", .phrase,
                .tell, []
            ),
        ] as [(String, String, PromptReading.Form, PromptReading.Act, [String])]
    )
    func `a colon parts a label or a heading from what it stands before`(
        prompt: String,
        subject: String,
        form: PromptReading.Form,
        act: PromptReading.Act,
        facts: [String]
    ) {
        let reading = PromptReading(prompt)
        #expect(reading.subject == subject)
        #expect(reading.form == form)
        #expect(reading.act == act)
        #expect(reading.facts == facts)
    }

    @Test func `a prompt that is a form is read as one`() {
        let reading = PromptReading(
            """
            Please write a LinkedIn post.
            Tone: friendly
            Topic: our winter sale
            Audience: families with children
            Key facts: everything 20% off until 6 January; open on Sundays
            Price: from 40 euros
            Call to action: come by
            """
        )
        #expect(reading.subject == "our winter sale")
        #expect(
            reading.facts == [
                "Everything 20% off until 6 January.", "Open on Sundays.", "Price: from 40 euros.",
            ]
        )
        #expect(
            reading.unfollowed == [
                "Tone: friendly", "Audience: families with children", "Call to action: come by",
            ]
        )
    }

    @Test func `another language is told apart`() {
        #expect(!PromptReading("Wir eröffnen am Samstag einen zweiten Laden").isEnglish)
        #expect(PromptReading("We open a second shop on Saturday").isEnglish)
    }

    @Test(arguments: ["", " ", "....", "about", "write a post", "?", "\u{0}", "post about that"])
    func `whatever is written gives a subject`(prompt: String) {
        let reading = PromptReading(prompt)
        #expect(reading.subject.count <= prompt.count)
        #expect(reading.subject.hasInk || !prompt.contains { $0.isLetter })
    }
}
