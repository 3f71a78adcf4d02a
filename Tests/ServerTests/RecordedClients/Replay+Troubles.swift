import HTTP
import JSON
import Testing

extension Replay {
    /// Puts the client into `trouble` and checks that it gets out of it.
    mutating func meet(_ trouble: RecordedClient.Trouble) async throws {
        switch trouble {
        case .revoked: try await loseGrant()
        case .forgotten: try await beForgotten()
        case .looksFirst: try await lookFirst()
        case .denied: try await beDenied()
        case .parallelRefresh(let count): try await refreshInParallel(count)
        case .lostAnswer: try await loseAnswer()
        case .guessesAuthentication(let guess): try await guessAuthentication(guess)
        case .registersAgain: try await registerAgain()
        case .movesPort(let redirect): try await movePort(to: redirect)
        }
    }

    private func expectRefusal(_ answer: Answer, _ status: Int, _ code: String) throws {
        #expect(answer.status == status)
        #expect(try answer.text("error") == code)
        #expect(answer.fields.text(.cacheControl) == "no-store")
        #expect(answer.fields.text(.location) == nil)
    }

    private mutating func loseGrant() async throws {
        let token = try filled("{access_token}")
        try await fixture.revokeGrant(of: token)
        let call = try await send(Self.call("get_me", token: token))
        #expect(call.status == 401)
        let challenge = try #require(call.fields.text(.wwwAuthenticate))
        #expect(challenge.contains("error=\"invalid_token\""))
        #expect(challenge.contains("resource_metadata=\""))
        // Any other code sends some clients to delete their registration instead of their tokens.
        try expectRefusal(try await send(try request(client.refresh)), 400, "invalid_grant")
    }

    private mutating func beForgotten() async throws {
        let known = values["client_id"]
        values["client_id"] = "dyn_forgotten"
        let answer = try await send(try request(client.refresh))
        try expectRefusal(answer, 401, "invalid_client")
        values["client_id"] = known
    }

    private mutating func lookFirst() async throws {
        let known = values["client_id"]
        values["client_id"] = "dyn_forgotten"
        let unknown = try await road.send(Wire.get(try authorizationTarget()))
        #expect(unknown.status == 400)
        #expect(unknown.fields.text(.location) == nil)
        values["client_id"] = known
        let target = try authorizationTarget()
        let looked = try await road.send(Wire.get(target))
        #expect([200, 302, 303, 307, 308].contains(looked.status))
        // The very same address is opened in the browser afterwards, and still works.
        try await logIn()
        try await redeem()
    }

    private mutating func beDenied() async throws {
        let page = try await browser.openConsent(try authorizationTarget())
        let location = try await browser.press(.deny, on: page)
        try checkCallback(location)
        #expect(try Wire.query("error", of: location) == "access_denied")
        #expect(try Wire.query("code", of: location) == nil)
    }

    private mutating func refreshInParallel(_ count: Int) async throws {
        let request = try request(client.refresh)
        let road = road
        let successors = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<count {
                group.addTask {
                    let answer = try await road.send(request)
                    #expect(answer.status == 200)
                    return try answer.text("refresh_token")
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(successors.count == 1)
        values["refresh_token"] = successors.first
        try await refresh()
    }

    private mutating func loseAnswer() async throws {
        let request = try request(client.refresh)
        let lost = try await send(request).text("refresh_token")
        let answer = try await send(request)
        #expect(try answer.text("refresh_token") == lost)
        values["refresh_token"] = lost
        try await refresh()
    }

    private mutating func guessAuthentication(_ guess: RecordedClient.TokenCall) async throws {
        try await logIn()
        try expectRefusal(try await send(try request(guess)), 401, "invalid_client")
        try await redeem()
    }

    private mutating func registerAgain() async throws {
        guard case .registers(let body) = client.identity else {
            throw Wire.Failure("\(client.name) does not register")
        }
        let before = values["client_id"]
        try await register(body)
        guard values["secret"]?.isEmpty == false else {
            #expect(values["client_id"] == before)
            return
        }
        // A client with a secret has an id of its own each time, and begins with it anew.
        #expect(values["client_id"] != before)
        try await logIn()
        try await redeem()
    }

    private mutating func movePort(to redirect: String) async throws {
        values["redirect_uri"] = redirect
        try await logIn()
        try await redeem()
        values["redirect_uri"] = client.redirect
    }
}
