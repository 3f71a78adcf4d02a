import Primitives
import Testing

@testable import OAuth

@Suite("Bounds of what is kept of published documents (CIMD, Metadata Caching)")
struct DocumentCacheTests {
    private static func at(_ seconds: Int64) -> Timestamp {
        Timestamp(secondsSinceEpoch: 1_000_000 + seconds)
    }

    private func find(
        _ cache: inout DocumentCache<Int>,
        _ seconds: Int64,
        flow: String = "a",
        isDoubted: Bool = false
    ) -> Int? {
        cache.find("x", flow: flow, isDoubted: isDoubted, at: Self.at(seconds))
    }

    @Test(arguments: [
        (DocumentLifetime.seconds(0), Int64(60)), (.seconds(59), 60), (.seconds(61), 61),
        (.seconds(86_400), 86_400), (.seconds(.max), 86_400), (.unstated, 300),
    ])
    func `a document is fresh for as long as it says, within a minute and a day`(
        lifetime: DocumentLifetime,
        seconds: Int64
    ) {
        var cache = DocumentCache<Int>(.documents)
        cache.keep(1, at: "x", lifetime: lifetime, flow: "a", now: Self.at(0))
        #expect(find(&cache, seconds - 1, flow: "other") == 1)
        #expect(find(&cache, seconds) == nil)
        #expect(cache.stale("x", flow: "b", at: Self.at(seconds + 3_599)) == 1)
        #expect(cache.stale("x", flow: "b", at: Self.at(seconds + 3_600)) == nil)
    }

    @Test func `keys are kept for an hour at most`() {
        var cache = DocumentCache<Int>(.keys)
        cache.keep(1, at: "x", lifetime: .seconds(86_400), flow: "", now: Self.at(0))
        #expect(find(&cache, 3_599) == 1)
        #expect(find(&cache, 3_600) == nil)
    }

    @Test func `what must not be stored serves its own flow and no other`() {
        var cache = DocumentCache<Int>(.documents)
        cache.keep(1, at: "x", lifetime: .thisFlowOnly, flow: "a", now: Self.at(0))
        #expect(find(&cache, 599) == 1)
        #expect(find(&cache, 0, flow: "b") == nil)
        #expect(cache.stale("x", flow: "b", at: Self.at(1)) == nil)
        #expect(find(&cache, 600) == nil)
    }

    @Test func `a doubted copy is enough while it is younger than the floor`() {
        var cache = DocumentCache<Int>(.documents)
        cache.keep(1, at: "x", lifetime: .seconds(3_600), flow: "a", now: Self.at(0))
        #expect(find(&cache, 59, isDoubted: true) == 1)
        #expect(find(&cache, 60, isDoubted: true) == nil)
        #expect(find(&cache, 60) == 1)
    }

    @Test func `of more than two hundred the least recently used one goes`() {
        var cache = DocumentCache<Int>(.documents)
        for number in 0..<200 {
            cache.keep(number, at: "\(number)", lifetime: .unstated, flow: "", now: Self.at(0))
        }
        #expect(cache.find("0", flow: "", isDoubted: false, at: Self.at(1)) == 0)
        for number in 200..<300 {
            cache.keep(number, at: "\(number)", lifetime: .unstated, flow: "", now: Self.at(1))
            #expect(cache.count == 200)
        }
        #expect(cache.find("0", flow: "", isDoubted: false, at: Self.at(1)) == 0)
        #expect(cache.find("1", flow: "", isDoubted: false, at: Self.at(1)) == nil)
        cache.drop("0")
        #expect(cache.find("0", flow: "", isDoubted: false, at: Self.at(1)) == nil)
    }

    @Test func `a person may have thirty documents read in a minute`() {
        var budget = PersonBudget()
        for _ in 0..<30 { #expect(budget.take(for: UserKey(1), at: Self.at(0)) == nil) }
        #expect(budget.take(for: UserKey(1), at: Self.at(10)) == 50)
        #expect(budget.take(for: UserKey(2), at: Self.at(10)) == nil)
        #expect(budget.take(for: UserKey(1), at: Self.at(60)) == nil)
        for person in 10..<5_000 {
            _ = budget.take(for: UserKey(Int64(person)), at: Self.at(Int64(person)))
        }
        #expect(budget.count <= 1_001)
    }
}
