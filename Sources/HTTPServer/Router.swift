public import HTTP

/// Finds the handler of a request by its exact path and method.
///
/// Paths are compared byte by byte with the raw path of the request; there are no patterns, so
/// nothing can be reached under two spellings. HEAD is answered by the handler for GET. A known
/// path asked with another method is 405 with `Allow` (RFC 9110 §15.5.6).
public struct Router: HTTPHandler {
    /// One line of the table.
    public struct Route: Sendable {
        let method: HTTPMethod
        let path: String
        let handler: any HTTPHandler

        /// Routes `method` on exactly `path` to `handler`.
        public init(_ method: HTTPMethod, _ path: String, _ handler: any HTTPHandler) {
            self.method = method
            self.path = path
            self.handler = handler
        }
    }

    /// Why a table cannot be a router; always a mistake in the program.
    public enum TableError: Error, Equatable {
        /// Two routes have the same method and path.
        case clash(String)
        /// A path does not begin with `/`.
        case relativePath(String)
    }

    /// Makes the answer to a known path asked with a method that it does not have; `Allow` is set
    /// by the router.
    public typealias MethodRefusal =
        @Sendable (_ request: HTTPRequest, _ context: RequestContext) -> HTTPResponse

    private struct Entry: Sendable {
        var handlers: [(method: HTTPMethod, handler: any HTTPHandler)] = []

        func handler(_ method: HTTPMethod) -> (any HTTPHandler)? {
            for entry in handlers where entry.method == method { return entry.handler }
            return method == .head ? handler(.get) : nil
        }

        var allow: String {
            var names = handlers.map(\.method.name)
            if names.contains("GET"), !names.contains("HEAD") { names.append("HEAD") }
            return names.sorted().joined(separator: ", ")
        }
    }

    /// The paths with their entries, by the length of the path.
    private let entries: [[(path: String, entry: Entry)]]
    private let notFound: any HTTPHandler
    private let refusal: MethodRefusal

    /// Builds the router.
    ///
    /// - Parameters:
    ///   - routes: The table.
    ///   - notFound: Answers every path that is not in it.
    ///   - refusal: Makes the 405 answers.
    /// - Throws: ``TableError`` when the table contradicts itself.
    public init(
        _ routes: [Route],
        notFound: any HTTPHandler,
        refusal: @escaping MethodRefusal
    ) throws(TableError) {
        var entries: [String: Entry] = [:]
        for route in routes {
            guard route.path.utf8.first == 0x2f else { throw .relativePath(route.path) }
            let isTaken = entries[route.path]?.handlers.contains { $0.method == route.method }
            guard isTaken != true else { throw .clash("\(route.method.name) \(route.path)") }
            entries[route.path, default: Entry()].handlers.append((route.method, route.handler))
        }
        let longest = entries.keys.map(\.utf8.count).max() ?? 0
        var table: [[(path: String, entry: Entry)]] = Array(repeating: [], count: longest + 1)
        for (path, entry) in entries { table[path.utf8.count].append((path, entry)) }
        self.entries = table
        self.notFound = notFound
        self.refusal = refusal
    }

    /// Answers by the route's handler, or with 404 or 405.
    public func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        switch choice(request, context) {
        case .handler(let handler): await handler.respond(to: request, in: context)
        case .refusal(let response): response
        }
    }

    /// Answers by the route's handler where that one can.
    public func respondAtOnce(
        to request: HTTPRequest,
        in context: RequestContext
    ) -> HTTPResponse? {
        switch choice(request, context) {
        case .handler(let handler): handler.respondAtOnce(to: request, in: context)
        case .refusal(let response): response
        }
    }

    private enum Choice {
        case handler(any HTTPHandler)
        case refusal(HTTPResponse)
    }

    private func choice(_ request: HTTPRequest, _ context: RequestContext) -> Choice {
        guard let entry = entry(request.path) else { return .handler(notFound) }
        if let handler = entry.handler(request.method) { return .handler(handler) }
        var response = refusal(request, context)
        response.fields.set(.allow, HTTPFieldValue(proven: entry.allow))
        return .refusal(response)
    }

    /// Few paths have the same length, so most look-ups cost one comparison.
    private func entry(_ path: String) -> Entry? {
        let length = path.utf8.count
        guard length < entries.count else { return nil }
        for (known, entry) in entries[length] where known == path { return entry }
        return nil
    }
}
