import Administration
import JSON
import OAuth
import Primitives
import Storage
import Testing

@Suite("wayleave client, of clients that describe themselves")
struct ClientDocumentReportTests {
    private static let client = "https://app.example/oauth/clients/one/client.json"
    private static let key =
        #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#

    private func desk(_ members: String) async throws -> Desk {
        let desk = try Desk()
        let metadata = #"{"r":["https://app.example/cb"],"n":"App",\#(members)}"#
        _ = try await desk.office.store.clients.add(
            ClientRecord(
                naming: ClientNaming(
                    identifier: Self.client,
                    kind: .metadataDocument,
                    name: "App"
                ),
                metadata: Array(metadata.utf8),
                secretHash: nil,
                lifetimes: nil,
                createdAt: Timestamp(secondsSinceEpoch: 1_795_478_400),
                disabledAt: nil
            )
        )
        return desk
    }

    @Test func `its whole address, its document and its keys are shown`() async throws {
        let members =
            #""m":"private_key_jwt","k":[\#(Self.key)],"o":true,"u":"https://app.example""#
        let desk = try await desk(members)
        let shown = try desk.office.client(Self.client)
        #expect(shown.text.contains("metadata document"))
        #expect(shown.text.contains("private_key_jwt or none"))
        #expect(shown.text.contains("SHA-256 kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"))
        #expect(shown.json["document"]["hash"].stringValue?.count == 64)
        #expect(shown.json["document"]["home_page"] == "https://app.example")
        #expect(shown.json["document"]["proven_at"] == .null)
        #expect(try desk.office.clients().text.contains(Self.client), "not cut in the list")

        let use = AssertionUse(
            client: Self.client,
            identifier: "a",
            until: Timestamp(secondsSinceEpoch: 1_795_478_500)
        )
        let now = Timestamp(secondsSinceEpoch: 1_795_478_400)
        _ = try await desk.office.store.assertions.record(use, at: now)
        let proven = try desk.office.client(Self.client)
        #expect(proven.text.contains("private_key_jwt, pinned since 2026-"))
        #expect(proven.json["document"]["proven_at"] != .null)
    }

    @Test func `keys elsewhere are shown by their address, other clients have no document`()
        async throws
    {
        let desk = try await desk(#""m":"private_key_jwt","k":"https://app.example/jwks""#)
        let shown = try desk.office.client(Self.client)
        #expect(shown.json["document"]["keys"].strings == ["https://app.example/jwks"])
        let other = try await desk.office.addClient(
            name: "Reports",
            redirectURIs: ["https://reports.example.com/callback"],
            authentication: .basic
        )
        #expect(other.json["document"] == .null)
    }
}
