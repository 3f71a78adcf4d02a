import HTTP

/// The same request many times at once.
enum Rush {
    /// Sends `request` `count` times at once, in turn over `roads`, and returns all answers.
    static func send(
        _ request: HTTPRequest,
        _ count: Int,
        _ roads: [any Road]
    ) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            for number in 0..<count {
                let road = roads[number % roads.count]
                group.addTask { try await road.send(request) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
