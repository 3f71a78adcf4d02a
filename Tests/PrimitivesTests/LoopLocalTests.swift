import Primitives
import Testing

@Suite("Values of event loops")
struct LoopLocalTests {
    @Test func `a thread that is no loop's has no value`() {
        let local = LoopLocal(7)
        #expect(ThreadSlot.current == nil)
        #expect(local.withValue { $0 } == nil)
    }

    @Test func `a number is given to one holder at a time`() throws {
        let leases = (0..<20).map { _ in ThreadSlotLease() }
        let numbers = Set(leases.compactMap(\.number))
        #expect(numbers.count == 20)
        #expect(numbers.allSatisfy { (0..<ThreadSlot.maximumCount).contains($0) })
    }
}
