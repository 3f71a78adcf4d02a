import HTTP
import Primitives
import Testing

@Suite("Freshness of responses (RFC 9111)")
struct FreshnessTests {
    private let now = Timestamp(secondsSinceEpoch: 784_111_777)  // Sun, 06 Nov 1994 08:49:37 GMT

    private func freshness(_ lines: [(String, String)]) throws -> Freshness {
        var fields = HTTPFields()
        for (name, value) in lines {
            fields.append(try #require(HTTPFieldName(name)), try #require(HTTPFieldValue(value)))
        }
        return Freshness(fields, now: now)
    }

    @Test(
        arguments: [
            ("max-age=600", 600), ("Max-Age=600", 600), ("public, max-age=\"600\"", 600),
            ("max-age=0", 0), ("max-age=-1", 0), ("max-age=x", 0), ("max-age", 0),
            ("max-age=1.5", 0),
            ("max-age=99999999999999999999999", 2_147_483_648), ("max-age=600, max-age=60", 60),
            ("no-cache, max-age=600", 0), ("private, max-age=600", 600),
            ("x=\"a, max-age=5\", max-age=600", 600), ("x=\"a\\\", max-age=5\", max-age=600", 600),
            ("public", nil), ("", nil), ("xmax-age=5", nil),
        ] as [(String, Int64?)]
    )
    func `Cache-Control states a lifetime`(value: String, seconds: Int64?) throws {
        #expect(try freshness([("Cache-Control", value)]).lifetimeInSeconds == seconds)
    }

    @Test(arguments: [
        ("no-store", false), ("max-age=5, No-Store", false), ("private", true),
        ("x=\"no-store\"", true), ("no-storey", true),
    ])
    func `no-store forbids to keep it`(value: String, isStorable: Bool) throws {
        #expect(try freshness([("Cache-Control", value)]).isStorable == isStorable)
    }

    @Test(
        arguments: [
            ([("Expires", "Sun, 06 Nov 1994 08:59:37 GMT")], 600),
            ([("Expires", "Sun, 06 Nov 1994 08:39:37 GMT")], 0), ([("Expires", "0")], 0),
            (
                [
                    ("Expires", "Sun, 06 Nov 1994 08:59:37 GMT"),
                    ("Date", "Sun, 06 Nov 1994 08:58:37 GMT"),
                ], 60
            ),
            ([("Expires", "Sun, 06 Nov 1994 08:59:37 GMT"), ("Cache-Control", "max-age=5")], 5),
            ([("Cache-Control", "max-age=600"), ("Age", "500")], 100),
            ([("Cache-Control", "max-age=600"), ("Age", "700")], 0),
            ([("Cache-Control", "max-age=600"), ("Age", "x")], 600),
            ([("Cache-Control", "public"), ("Cache-Control", "max-age=600")], 600), ([], nil),
        ] as [([(String, String)], Int64?)]
    )
    func `Expires and Age count where they apply`(
        lines: [(String, String)],
        seconds: Int64?
    ) throws {
        #expect(try freshness(lines).lifetimeInSeconds == seconds)
    }
}
