import Testing

@testable import Server

@Suite("Descriptors are shared out")
struct DescriptorBudgetTests {
    @Test(arguments: [
        (64, 2, 24), (64, 1, 32), (1_024, 2, 984), (1_048_576, 2, 10_000), (10_040, 2, 10_000),
        (10_039, 2, 9_999),
    ])
    func `connections get what is left, as far as they are wanted`(
        limit: Int,
        loops: Int,
        connections: Int
    ) throws {
        let budget = try DescriptorBudget(limit: limit, loops: loops, wanted: 10_000)
        #expect(budget.maximumConnections == connections)
    }

    @Test func `a limit that leaves nothing is refused in words that help`() {
        let error = #expect(throws: ServerError.self) {
            try DescriptorBudget(limit: 47, loops: 2, wanted: 10_000)
        }
        #expect(error?.description.contains("at least 48") == true)
        #expect(error?.description.contains("ulimit -n") == true)
    }
}
