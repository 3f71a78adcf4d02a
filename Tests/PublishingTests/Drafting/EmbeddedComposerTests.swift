import Testing

@testable import Publishing

@Suite("The embedded composer")
struct EmbeddedComposerTests {
    private static let prompt = """
        Announce our oak standing desk. It is made of oak from Voss. Delivery in Oslo is free. \
        Keep it short.
        """

    private func draft(
        _ prompt: String = prompt,
        _ change: (inout DraftBrief) -> Void = { _ in }
    ) async throws -> TextDraft {
        var brief = DraftBrief(prompt: prompt)
        brief.sender = "Northwind Studio"
        change(&brief)
        return try await EmbeddedComposer().draft(brief)
    }

    @Test func `the same brief gives the same text and says who wrote it`() async throws {
        let first = try await draft()
        #expect(try await draft() == first)
        #expect(first.generator == "embedded")
        #expect(first.headline == "Our oak standing desk")
    }

    @Test func `a text holds the facts of the prompt and none of its instructions`() async throws {
        for tone in DraftTone.allCases {
            for seed in 0..<12 as Range<UInt64> {
                let draft = try await draft {
                    $0.tone = tone
                    $0.seed = seed
                }
                #expect(draft.caption.contains("ur oak standing desk"), "\(draft.caption)")
                #expect(draft.caption.contains("It is made of oak from Voss."))
                #expect(!draft.caption.contains("Keep it short"))
                #expect(!draft.caption.contains("Announce"))
                #expect(!draft.caption.contains("{"))
                #expect(draft.warnings.contains { $0.contains("Keep it short.") })
            }
        }
    }

    @Test func `no sentence has a colon before a heading`() async throws {
        for prompt in [
            "Announce our winter menu: pumpkin soup and cider", "Event: open day on Saturday",
            "Our opening hours: Monday to Friday 9:00 to 17:00",
        ] {
            for tone in DraftTone.allCases {
                for seed in 0..<12 as Range<UInt64> {
                    let draft = try await draft(prompt) {
                        $0.tone = tone
                        $0.seed = seed
                    }
                    for sentence in Sentences.split(draft.caption) {
                        let colons = sentence.split(separator: ": ").count - 1
                        #expect(colons <= 1, "\(sentence)")
                    }
                    #expect(!draft.headline.contains(": "))
                }
            }
        }
    }

    @Test func `tones differ`() async throws {
        var texts: Set<String> = []
        for tone in DraftTone.allCases {
            texts.insert(try await draft { $0.tone = tone }.caption)
        }
        #expect(texts.count == DraftTone.allCases.count)
        let founder = try await draft { $0.tone = .founderLed }
        #expect(founder.caption.contains("I "))
    }

    @Test func `lengths differ and stay below their limits`() async throws {
        var last = 0
        for length in DraftLength.allCases {
            let draft = try await draft { $0.length = length }
            #expect(draft.caption.count > last)
            #expect(draft.caption.count <= length.characters.upperBound)
            last = draft.caption.count
        }
    }

    @Test func `the posts of a campaign differ from each other`() async throws {
        for prompt in [
            Self.prompt, "We open a second shop in Bergen on 5 May", "Explain how we choose beans",
        ] {
            var texts: Set<String> = []
            for number in 1...30 {
                let draft = try await draft(prompt) {
                    $0.seed = 7
                    $0.place = CampaignPlace(
                        number: number,
                        of: 30,
                        goal: .launch,
                        audience: .localCommunity
                    )
                }
                texts.insert(draft.caption)
                #expect(!draft.caption.contains("{"))
            }
            #expect(texts.count == 30)
        }
    }

    @Test func `a brand's voice is followed where it can be`() async throws {
        var kit = BrandKit.Content(name: "House", voice: "Exact and unhurried.")
        kit.donts = ["No exclamation marks", "No 'desk'"]
        kit.dos = ["Name the maker"]
        for seed in 0..<20 as Range<UInt64> {
            let draft = try await draft {
                $0.tone = .friendly
                $0.brand = kit
                $0.seed = seed
            }
            #expect(!draft.caption.contains("!"))
            #expect(!draft.caption.contains("'s "))
            #expect(draft.warnings.contains { $0.contains("“desk”") })
            #expect(draft.warnings.contains { $0.contains("Name the maker") })
        }
    }

    @Test func `a prompt in another language stays as it is`() async throws {
        let prompt = "Wir eröffnen am Samstag einen zweiten Laden. Kommt alle vorbei!"
        let draft = try await draft(prompt)
        #expect(draft.caption == prompt)
        #expect(draft.warnings.contains { $0.contains("English") })
    }

    @Test func `longer texts take sentences that fit from references`() async throws {
        let page =
            "Cookies help us. The standing desk has a motor that was tested in Trondheim "
            + "for two years. Subscribe now."
        let reference = DraftReference(url: "https://example.com/desk", text: page)
        let long = try await draft {
            $0.length = .long
            $0.references = [reference]
        }
        #expect(long.caption.contains("tested in Trondheim"))
        #expect(!long.caption.contains("Cookies"))
        #expect(long.warnings.contains { $0.contains("https://example.com/desk") })
        let short = try await draft {
            $0.length = .short
            $0.references = [reference]
        }
        #expect(!short.caption.contains("Trondheim"))
    }

    @Test(arguments: ["x", "?", "post about", "\u{0}\u{0}", "https://example.com/a.png"])
    func `whatever is asked gives a text`(prompt: String) async throws {
        for text in [prompt, String(repeating: prompt, count: 3_000)] {
            let draft = try await draft(text) { $0.length = .extraLong }
            #expect(draft.caption.hasInk)
            #expect(draft.caption.unicodeScalars.count <= PostChange.maximumCaptionLength)
            #expect(draft.headline.unicodeScalars.count <= 71)
        }
    }
}
