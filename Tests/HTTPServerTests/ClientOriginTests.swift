import HTTP
import HTTPServer
import TestSupport
import Testing
import Transport

@Suite("Trusted proxies")
struct ClientOriginTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.1.2", true),
        ("10.0.0.0/8", "11.0.0.1", false),
        ("10.0.0.0/8", "::ffff:10.1.1.1", true),
        ("0.0.0.0/0", "203.0.113.9", true),
        ("0.0.0.0/0", "::1", false),
        ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "192.0.2.8", false),
        ("192.0.2.8/31", "192.0.2.9", true),
        ("2001:db8::/32", "2001:db8:ffff::1", true),
        ("2001:db8::/32", "2001:db9::1", false),
        ("::1/128", "::1", true),
        ("fe80::/10", "febf::1", true),
        ("2001:db8:0:0:8000::/65", "2001:db8::8000:0:0:1", true),
        ("2001:db8:0:0:8000::/65", "2001:db8::1", false),
        ("::/0", "2001:db8::1", true),
    ])
    func `a block contains the addresses with its prefix`(
        block: String,
        address: String,
        expected: Bool
    ) throws {
        let block = try #require(CIDRBlock(parsing: block))
        let address = try #require(IPAddress(parsing: address))
        #expect(block.contains(address) == expected)
    }

    @Test(arguments: [
        "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8",
        "10.0.0.1/8", "2001:db8::1/64", "::/129", "example.com/8", "10.0.0.0/ 8", "10/8",
    ])
    func `anything that is not exactly a block is refused`(text: String) {
        #expect(CIDRBlock(parsing: text) == nil)
    }

    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            // From the right: the first hop that is no trusted proxy is the client.
            (["127.0.0.0/8"], "203.0.113.5", "https", "203.0.113.5 true"),
            (["127.0.0.0/8"], "198.51.100.1, 203.0.113.5", "https", "203.0.113.5 true"),
            (["127.0.0.0/8", "10.0.0.0/8"], "203.0.113.5, 10.1.1.1", "HTTPS", "203.0.113.5 true"),
            (["127.0.0.0/8", "10.0.0.0/8"], "10.2.2.2, 10.1.1.1", "http", "10.2.2.2 false"),
            (["127.0.0.0/8"], "203.0.113.5:4711", "http", "203.0.113.5 false"),
            (["127.0.0.0/8"], "[2001:db8::1]:4711", "https", "2001:db8::1 true"),
            (["127.0.0.0/8"], "2001:db8::1", "https, http", "2001:db8::1 false"),
            (["127.0.0.0/8"], "unknown", "https", "127.0.0.1 true"),
            (["127.0.0.0/8"], "203.0.113.5, unknown", "https", "127.0.0.1 true"),
            // From a stranger both fields are the client's own invention.
            (["10.0.0.0/8"], "203.0.113.5", "https", "127.0.0.1 false"),
            ([], "203.0.113.5", "https", "127.0.0.1 false"),
        ]
    )
    func `forwarded fields count when a trusted proxy sends them`(
        trusted: [String],
        forwardedFor: String,
        scheme: String,
        expected: String
    ) async throws {
        let handler = FunctionHandler { _, context in
            .text("\(context.peerAddress) \(context.clientAddress) \(context.isSecure)")
        }
        let blocks = trusted.compactMap(CIDRBlock.init(parsing:))
        #expect(blocks.count == trusted.count)
        try await withServer(handler, configure: { $0.trustedProxies = blocks }) { server in
            let answer = try await server.converse(
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "X-Forwarded-For: \(forwardedFor)\r\nX-Forwarded-Proto: \(scheme)\r\n\r\n"
            )
            #expect(answer.hasSuffix("127.0.0.1 \(expected)"))
        }
    }
}
