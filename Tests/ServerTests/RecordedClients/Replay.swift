import HTTP
import JSON
import Testing

/// Walks one recorded client through a server, and checks each answer as the client would.
struct Replay {
    let client: RecordedClient
    let fixture: JourneyFixture
    let road: any Road
    var browser: Browser
    /// What fills the placeholders, learnt on the way.
    var values: [String: String] = [:]
    /// The documents that discovery found.
    var documents = Documents()

    /// What discovery found.
    struct Documents {
        var resource: JSONValue = .null
        var server: JSONValue = .null
    }

    init(_ client: RecordedClient, _ server: SharedServer, on road: any Road) {
        self.client = client
        self.road = road
        fixture = server.fixture
        browser = Browser(road, cookies: server.cookies)
        values["redirect_uri"] = client.redirect
        values["state"] = "kq0zB5yZ1Jm3Yw8hXl2sPd6vQf9tRg7uCn4bAe_-oWi"
        values["verifier"] = client.verifier
        values["challenge"] = Wire.challenge(of: client.verifier)
    }

    /// The whole life of a connection, from the first request to the last trouble.
    mutating func run() async throws {
        try await discover()
        try await identify()
        try await logIn()
        try await redeem()
        try await useTools()
        try await refresh()
        try await useTools()
        for trouble in client.troubles { try await meet(trouble) }
    }

    /// Fills the placeholders of `text`.
    func filled(_ text: String) throws -> String {
        var text = text
        for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
        if text.hasPrefix("{"), text.hasSuffix("}"), !text.contains("\"") {
            throw Wire.Failure("nothing fills \(text)")
        }
        return text
    }

    /// Fills the placeholders of `parameters`, in their order.
    func filled(
        _ parameters: [RecordedClient.Parameter]
    ) throws -> [RecordedClient.Parameter] {
        try parameters.map { ($0.name, try filled($0.value)) }
    }

    /// Sends a request of the client itself, with its own fields.
    ///
    /// For a client inside a page, the browser first asks whether the page may, and then shows the
    /// page only what the answer opens to it.
    func send(_ request: HTTPRequest) async throws -> Answer {
        var request = request
        request.fields.append(contentsOf: client.discovery.fields)
        guard let origin = pageOrigin else { return try await road.send(request) }
        try await askBefore(request, from: origin)
        request.fields.append(.origin, origin)
        let answer = try await road.send(request)
        #expect(answer.fields.text(.accessControlAllowOrigin) == "*", "\(request.path)")
        let exposed = answer.fields.text(.accessControlExposeHeaders) ?? ""
        #expect(exposed.contains("WWW-Authenticate"), "\(request.path)")
        return answer
    }

    private var pageOrigin: HTTPFieldValue? {
        for case .readableByPages(let origin) in client.needs { return HTTPFieldValue(origin) }
        return nil
    }

    /// The preflight of the Fetch standard.
    private func askBefore(_ request: HTTPRequest, from origin: HTTPFieldValue) async throws {
        let names = "authorization, content-type, mcp-protocol-version, mcp-method, mcp-name"
        let answer = try await road.send(
            HTTPRequest(
                method: .options,
                path: request.path,
                fields: [
                    .origin: origin,
                    .accessControlRequestMethod: HTTPFieldValue(proven: request.method.name),
                    .accessControlRequestHeaders: HTTPFieldValue(proven: names),
                ]
            )
        )
        #expect(answer.status == 204, "\(request.path)")
        #expect(answer.fields.text(.accessControlAllowOrigin) == "*", "\(request.path)")
        let methods = answer.fields.text(.accessControlAllowMethods) ?? ""
        #expect(methods.contains(request.method.name), "\(request.path)")
        let allowed = answer.fields.text(.accessControlAllowHeaders) ?? ""
        for name in names.split(separator: ", ") { #expect(allowed.contains(name)) }
    }
}
