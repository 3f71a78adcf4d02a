import HTTPClient
import Testing
import Transport

@testable import Server

@Suite("What the operator knows of the network")
struct OutboundNetworkTests {
    private func refusal(_ address: String, _ network: OutboundNetwork) throws -> AddressRefusal? {
        let ip = try #require(IPAddress(parsing: address))
        return try network.policy().addresses.refusal(of: SocketAddress(ip: ip, port: 443))
    }

    @Test func `an address of this server is not called`() throws {
        var network = OutboundNetwork()
        network.publicAddresses = ["8.8.4.4", "2606:4700::1111"]
        #expect(try refusal("8.8.4.4", network) == .own)
        #expect(try refusal("2606:4700::1111", network) == .own)
        #expect(try refusal("8.8.8.8", network) == nil)
    }

    @Test func `what a translation prefix carries is judged`() throws {
        var network = OutboundNetwork()
        #expect(try refusal("2a00:64::a00:1", network) == nil)
        network.translationPrefixes = ["2a00:64::/96"]
        #expect(try refusal("2a00:64::a00:1", network) != nil)
        #expect(try refusal("2a00:64::808:808", network) == nil)
        #expect(try refusal("64:ff9b::a00:1", network) != nil)
    }

    @Test(arguments: ["auth.example", "8.8.4.4:443", "8.8.4.0/24", ""])
    func `a public address must be one`(text: String) {
        var network = OutboundNetwork()
        network.publicAddresses = [text]
        #expect(throws: ServerError.self) { try network.policy() }
    }

    @Test(arguments: ["64:ff9b::", "2a00:64::/80", "10.0.0.0/32", ""])
    func `a translation prefix must be one`(text: String) {
        var network = OutboundNetwork()
        network.translationPrefixes = [text]
        #expect(throws: ServerError.self) { try network.policy() }
    }
}
