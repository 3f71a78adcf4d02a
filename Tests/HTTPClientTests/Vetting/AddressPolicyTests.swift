import HTTPClient
import Testing
import Transport

@Suite("Addresses that may be reached (special-purpose registries)")
struct AddressPolicyTests {
    private func refusal(
        _ text: String,
        port: UInt16 = 443,
        _ policy: AddressPolicy = AddressPolicy()
    ) throws -> AddressRefusal? {
        let address = try #require(IPAddress(parsing: text), "\(text) is no address")
        return policy.refusal(of: SocketAddress(ip: address, port: port))
    }

    /// The first and last address of each block, and their neighbours outside it.
    @Test(
        arguments: [
            ("0.0.0.0", "0.255.255.255", nil, "1.0.0.0"),
            ("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
            ("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"),
            ("127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"),
            ("168.63.129.16", "168.63.129.16", "168.63.129.15", "168.63.129.17"),
            ("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"),
            ("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"),
            ("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"),
            ("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"),
            ("192.31.196.0", "192.31.196.255", "192.31.195.255", "192.31.197.0"),
            ("192.52.193.0", "192.52.193.255", "192.52.192.255", "192.52.194.0"),
            ("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"),
            ("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"),
            ("192.175.48.0", "192.175.48.255", "192.175.47.255", "192.175.49.0"),
            ("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"),
            ("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"),
            ("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"),
            ("224.0.0.0", "239.255.255.255", "223.255.255.255", nil),
            ("240.0.0.0", "255.255.255.255", nil, nil),
            ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff::", "2001:200::"),
            ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7::", "2001:db9::"),
            ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff::", "2003::"),
            ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff::", "3fff:1000::"),
            (
                "2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff", "2620:4f:7fff::",
                "2620:4f:8001::"
            ),
            ("::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", nil, "2000::"),
            ("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:ffff::", nil),
        ] as [(String, String, String?, String?)]
    )
    func `a block is refused from its first to its last address and no further`(
        first: String,
        last: String,
        before: String?,
        after: String?
    ) throws {
        #expect(try refusal(first) != nil)
        #expect(try refusal(last) != nil)
        if let before { #expect(try refusal(before) == nil) }
        if let after { #expect(try refusal(after) == nil) }
    }

    @Test(arguments: [
        "169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.42.42", "100.100.100.200",
        "192.0.0.192", "168.63.129.16", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",
        "fe80::a9fe:a9fe",
    ])
    func `no metadata service of a cloud can be reached`(text: String) throws {
        #expect(try refusal(text) != nil)
    }

    @Test(arguments: [
        "::ffff:127.0.0.1", "::ffff:8.8.8.8",  // mapped
        "::127.0.0.1", "::8.8.8.8",  // compatible
        "::ffff:0:127.0.0.1", "::ffff:0:8.8.8.8",  // SIIT
        "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254",  // NAT64
        "64:ff9b:1::8.8.8.8", "64:ff9b:1:fffe::10.0.0.1",
        "2002:7f00:1::1", "2002:808:808::1",  // 6to4
        "2001:0:808:808::f7f7:f7f7",  // Teredo
        "2001:470::5efe:127.0.0.1", "2001:470::200:5efe:10.0.0.1",  // ISATAP
        "2600::5efe:169.254.169.254", "fe80::5efe:8.8.8.8",
    ])
    func `a private address in another dress is refused`(text: String) throws {
        #expect(try refusal(text) != nil)
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.0.1", "100.63.255.255", "2606:4700::1111",
        "2a00:1450:4001::1", "64:ff9b::8.8.8.8", "2001:470::5efe:8.8.8.8",
        "2001:470::200:5efe:8.8.8.8", "2001:470::300:5efe:10.0.0.1",
    ])
    func `a public address is fine`(text: String) throws {
        #expect(try refusal(text) == nil)
    }

    /// The examples of RFC 6052 §2.4, which all carry 192.0.2.33.
    @Test(arguments: [
        ("2001:db8::/32", "2001:db8:c000:221::"),
        ("2001:db8:100::/40", "2001:db8:1c0:2:21::"),
        ("2001:db8:122::/48", "2001:db8:122:c000:2:2100::"),
        ("2001:db8:122:300::/56", "2001:db8:122:3c0:0:221::"),
        ("2001:db8:122:344::/64", "2001:db8:122:344:c0:2:2100::"),
        ("2001:db8:122:344::/96", "2001:db8:122:344::192.0.2.33"),
    ])
    func `an address under a translation prefix is judged by what it carries`(
        prefix: String,
        address: String
    ) throws {
        var policy = AddressPolicy()
        policy.translationPrefixes.append(try #require(TranslationPrefix(parsing: prefix)))
        guard case .embedded(let carried, _) = try refusal(address, policy) else {
            Issue.record("\(address) was not decoded")
            return
        }
        #expect(carried.description == "192.0.2.33")
    }

    @Test func `a prefix of an operator decides on public and private IPv4 alike`() throws {
        var policy = AddressPolicy()
        policy.translationPrefixes.append(try #require(TranslationPrefix(parsing: "fd64::/64")))
        #expect(try refusal("fd64::8:808:800:0", policy) == nil)
        #expect(try refusal("fd64::a:0:100:0", policy) != nil)
        #expect(try refusal("fd64::108:808:800:0", policy) == .malformedTranslation)
        #expect(try refusal("fd65::8:808:800:0", policy) != nil)
    }

    @Test(arguments: ["64:ff9b::/97", "64:ff9b::/33", "10.0.0.0/32", "::1", "x", ""])
    func `a prefix of another length is none`(text: String) {
        #expect(TranslationPrefix(parsing: text) == nil)
    }

    @Test func `the server's own addresses are refused at every port`() throws {
        var policy = AddressPolicy()
        policy.ownAddresses = [try SocketAddress(parsing: "5.6.7.8:443")]
        #expect(try refusal("5.6.7.8", policy) == .own)
        #expect(try refusal("5.6.7.8", port: 80, policy) == .own)
        #expect(try refusal("5.6.7.9", policy) == nil)
    }

    @Test(arguments: ["127.0.0.1:8080", "0.0.0.0:8080", "[::]:8080"])
    func `an exemption does not lead back to this server`(own: String) throws {
        var policy = AddressPolicy()
        policy.ownAddresses = [try SocketAddress(parsing: own)]
        policy.exemptions = [try #require(AddressExemption(parsing: "127.0.0.1"))]
        #expect(try refusal("127.0.0.1", port: 8080, policy) == .own)
        #expect(try refusal("127.0.0.1", port: 11_434, policy) == nil)
    }

    @Test(
        arguments: [
            ("10.0.0.5:8000", "10.0.0.5", 8_000, true), ("10.0.0.5:8000", "10.0.0.5", 8_001, false),
            ("10.0.0.5", "10.0.0.5", 1, true), ("10.0.0.5", "10.0.0.6", 1, false),
            ("10.1.0.0/16", "10.1.2.3", 1, true), ("localhost:11434", "127.0.0.1", 11_434, true),
            ("[fd00::5]:80", "fd00::5", 80, true), ("10.0.0.5", "::ffff:10.0.0.5", 1, true),
        ] as [(String, String, UInt16, Bool)]
    )
    func `an exemption covers what it names`(
        exemption: String,
        address: String,
        port: UInt16,
        isFine: Bool
    ) throws {
        var policy = AddressPolicy()
        policy.exemptions = [try #require(AddressExemption(parsing: exemption))]
        #expect(try (refusal(address, port: port, policy) == nil) == isFine)
    }

    @Test(arguments: ["", "10.0.0.5:0", "10.0.0.5/33", "model.example:80", "10.0.0.1/8"])
    func `an exemption that names no address is none`(text: String) {
        #expect(AddressExemption(parsing: text) == nil)
    }
}
