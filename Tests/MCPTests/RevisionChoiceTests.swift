import JSON
import Testing

@testable import MCP

/// What a request says of its version, and what must come of it.
struct RevisionRow: Sendable, CustomTestStringConvertible {
    enum Meta: Sendable {
        case absent
        case version(String, hasCapabilities: Bool)
        case capabilitiesOnly
    }

    let name: String
    let header: String?
    let meta: Meta
    let method: String
    let status: Int
    let code: Int64?

    init(
        _ name: String,
        header: String?,
        meta: Meta,
        method: String = "tools/list",
        _ status: Int,
        _ code: Int64? = nil
    ) {
        self.name = name
        self.header = header
        self.meta = meta
        self.method = method
        self.status = status
        self.code = code
    }

    var testDescription: String { name }

    var body: JSONValue {
        var params = JSONObject()
        if method == "initialize" { params.append("protocolVersion", "2025-06-18") }
        if method == "tools/call" { params.append("name", "greet") }
        switch meta {
        case .absent: break
        case .version(let version, let hasCapabilities):
            var members: JSONObject = [MetaName.protocolVersion: .string(version)]
            if hasCapabilities { members.append(MetaName.clientCapabilities, [:]) }
            params.append("_meta", .object(members))
        case .capabilitiesOnly:
            params.append("_meta", [MetaName.clientCapabilities: [:]])
        }
        return RouterFixture.legacy(method, params)
    }
}

@Suite("Choice of era and version on one address")
struct RevisionChoiceTests {
    @Test(arguments: rows)
    func `a request is served or refused by what header and body say`(
        row: RevisionRow
    ) async throws {
        let response = try await RouterFixture().send(
            row.body,
            version: row.header,
            method: row.method,
            name: row.method == "tools/call" ? "greet" : nil
        )
        #expect(response.status == row.status)
        #expect(response.errorCode == row.code)
        #expect(response.json?["id"] == 1)
    }

    static let modern = "2026-07-28"
    static func both(_ version: String) -> RevisionRow.Meta {
        .version(version, hasCapabilities: true)
    }

    static let legacyVersions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]
    static let removedMethods = [
        "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe",
    ]

    static let rows: [RevisionRow] =
        [
            RevisionRow(
                "1: plain initialize",
                header: nil,
                meta: .absent,
                method: "initialize",
                200
            ),
            RevisionRow("3: no version at all", header: nil, meta: .absent, 200),
            RevisionRow(
                "3: unknown method stays 200",
                header: nil,
                meta: .absent,
                method: "nonsense",
                200,
                -32601
            ),
            RevisionRow("6: no metadata", header: modern, meta: .absent, 400, -32602),
            RevisionRow("6: no version", header: modern, meta: .capabilitiesOnly, 400, -32602),
            RevisionRow(
                "6: no capabilities",
                header: modern,
                meta: .version(modern, hasCapabilities: false),
                400,
                -32602
            ),
            RevisionRow(
                "6: comes before the method",
                header: modern,
                meta: .absent,
                method: "initialize",
                400,
                -32602
            ),
            RevisionRow("7: body unknown", header: modern, meta: both("v999.0.0"), 400, -32020),
            RevisionRow("7: body older", header: modern, meta: both("2025-11-25"), 400, -32020),
            RevisionRow("7: header older", header: "2025-11-25", meta: both(modern), 400, -32020),
            RevisionRow("7: header unknown", header: "v999.0.0", meta: both(modern), 400, -32020),
            RevisionRow("8: header missing", header: nil, meta: both(modern), 400, -32020),
            RevisionRow("9: both unknown", header: "v999.0.0", meta: both("v999.0.0"), 400, -32022),
            RevisionRow(
                "9: both unknown, no capabilities",
                header: "2027-01-01",
                meta: .version("2027-01-01", hasCapabilities: false),
                400,
                -32022
            ),
            RevisionRow(
                "10: header unknown alone",
                header: "2027-01-01",
                meta: .absent,
                400,
                -32022
            ),
            RevisionRow("10: header empty", header: "", meta: .absent, 400, -32022),
            RevisionRow(
                "10: header unknown on initialize",
                header: "1.0",
                meta: .absent,
                method: "initialize",
                400,
                -32022
            ),
            RevisionRow(
                "11: unknown method",
                header: modern,
                meta: both(modern),
                method: "nonsense",
                404,
                -32601
            ),
            RevisionRow("12: list", header: modern, meta: both(modern), 200),
            RevisionRow("12: call", header: modern, meta: both(modern), method: "tools/call", 200),
            RevisionRow(
                "12: discover",
                header: modern,
                meta: both(modern),
                method: "server/discover",
                200
            ),
            RevisionRow("12: space around", header: " \(modern)\t", meta: both(modern), 200),
        ]
        + legacyVersions.flatMap { version in
            [
                RevisionRow(
                    "2: initialize with header \(version)",
                    header: version,
                    meta: .absent,
                    method: "initialize",
                    200
                ),
                RevisionRow("4: list at \(version)", header: version, meta: .absent, 200),
                RevisionRow("5: \(version) in both", header: version, meta: both(version), 200),
                RevisionRow(
                    "5: initialize, \(version) in both",
                    header: version,
                    meta: .version(version, hasCapabilities: false),
                    method: "initialize",
                    200
                ),
            ]
        }
        + removedMethods.map { method in
            RevisionRow(
                "11: \(method)",
                header: modern,
                meta: both(modern),
                method: method,
                404,
                -32601
            )
        }

    @Test func `an unsupported version is answered with what discovery lists`() async throws {
        let fixture = RouterFixture()
        let refused = try await fixture.send(
            RouterFixture.legacy("tools/list"),
            version: "1999-01-01"
        )
        let discovered = try await fixture.sendModern("server/discover")
        let data = refused.json?["error"]?["data"]
        #expect(data?["requested"] == "1999-01-01")
        #expect(data?["supported"] != nil)
        #expect(data?["supported"] == discovered.result?["supportedVersions"])
        #expect(
            data?["supported"]
                == ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
        )
    }

    @Test func `the client's name is never required and never matters`() async throws {
        let fixture = RouterFixture()
        let plain = RouterFixture.modern("tools/list")
        guard case .object(var named) = plain, var params = named["params"]?.objectValue,
            var meta = params["_meta"]?.objectValue
        else {
            Issue.record("the fixture's message has metadata")
            return
        }
        meta.append("io.modelcontextprotocol/clientInfo", ["name": "x"])
        params.append("_meta", .object(meta))
        named.append("params", .object(params))
        let headers = ("2026-07-28", "tools/list")
        let one = try await fixture.send(plain, version: headers.0, method: headers.1)
        let other = try await fixture.send(.object(named), version: headers.0, method: headers.1)
        #expect(one.status == 200)
        #expect(one == other)
    }
}
