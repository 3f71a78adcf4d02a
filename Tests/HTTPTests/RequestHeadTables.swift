/// Heads of requests, whole connections each, with what must come of them.
enum RequestHeadTables {
    static let accepted: [WireRow] = [
        WireRow("the smallest request", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /"),
        WireRow("one empty line first", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /"),
        WireRow("names in any case", "GET / HTTP/1.1\r\nhOsT: a\r\n\r\n", "GET /"),
        WireRow("no space after the colon", "GET / HTTP/1.1\r\nHost:a\r\n\r\n", "GET /"),
        WireRow("blanks around a value", "GET / HTTP/1.1\r\nHost: \t a \t\r\n\r\n", "GET /"),
        WireRow("an empty value", "GET / HTTP/1.1\r\nHost: a\r\nX:\r\nY: \r\n\r\n", "GET /"),
        WireRow("a query", "GET /a?b=c?d HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a?b=c?d"),
        WireRow("an empty query", "GET /a? HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a?"),
        WireRow("escapes stay", "GET /%2e%2E HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%2e%2E"),
        WireRow(
            "what browsers leave unescaped",
            "GET /{|}^`[]? HTTP/1.1\r\nHost: a\r\n\r\n".replacingMark("\\|'{}^`[]@:!$&()*+,;="),
            "GET /{|}^`[]?\\|'{}^`[]@:!$&()*+,;="
        ),
        WireRow("asterisk form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS *"),
        WireRow(
            "absolute form",
            "GET http://B.example:81/x?y HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /x?y"
        ),
        WireRow(
            "absolute form without a path",
            "GET https://[::1] HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /"
        ),
        WireRow(
            "absolute form, query, no path",
            "GET http://b?q HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /?q"
        ),
        WireRow("an unknown method", "BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n", "BREW /pot"),
        WireRow("methods have case", "get / HTTP/1.1\r\nHost: a\r\n\r\n", "get /"),
        WireRow("HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", "GET / 1.0"),
        WireRow("a later HTTP/1", "GET / HTTP/1.7\r\nHost: a\r\n\r\n", "GET /"),
        WireRow(
            "bytes above ASCII in a value",
            "GET / HTTP/1.1\r\nHost: a\r\nX: é\r\n\r\n",
            "GET /"
        ),
        WireRow(
            "two requests at once",
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /1",
            "GET /2"
        ),
        WireRow(
            "repetition of an ordinary field",
            "GET / HTTP/1.1\r\nHost: a\r\nAccept: b\r\nAccept: c\r\n\r\n",
            "GET /"
        ),
        WireRow("an unfinished head", "GET / HTTP/1.1\r\nHost: a\r\n"),
        WireRow("nothing", ""),
        WireRow(
            "a target of 16,100 bytes",
            "GET /\(String(repeating: "t", count: 16_099)) HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /\(String(repeating: "t", count: 16_099))"
        ),
        WireRow(
            "100 fields",
            "GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X: y\r\n", count: 99))\r\n",
            "GET /"
        ),
        WireRow(
            "a head of 24,576 bytes",
            "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "y", count: 24_544))\r\n\r\n",
            "GET /"
        ),
    ]

    static let refusedLines: [WireRow] = [
        WireRow("HTTP/0.9", "GET /\r\n", "refused 400 malformedRequestLine"),
        WireRow("two empty lines", "\r\n\r\nGET", "refused 400 malformedRequestLine"),
        WireRow("a bare LF first", "\nGET / HTTP/1.1\r\n", "refused 400 malformedRequestLine"),
        WireRow("a bare CR first", "\rGET / HTTP/1.1\r\n", "refused 400 malformedLineEnd"),
        WireRow("a leading space", " GET / HTTP/1.1\r\n", "refused 400 malformedRequestLine"),
        WireRow("two spaces", "GET  / HTTP/1.1\r\n", "refused 400 malformedRequestLine"),
        WireRow("two spaces later", "GET /  HTTP/1.1\r\n", "refused 400 malformedRequestLine"),
        WireRow("a tab", "GET\t/ HTTP/1.1\r\n", "refused 400 malformedRequestLine"),
        WireRow("a trailing space", "GET / HTTP/1.1 \r\n", "refused 400 malformedRequestLine"),
        WireRow("a bare LF", "GET / HTTP/1.1\nHost: a\n\n", "refused 400 malformedRequestLine"),
        WireRow("a bare CR", "GET / HTTP/1.1\rHost: a\r\n", "refused 400 malformedLineEnd"),
        WireRow("no target", "GET HTTP/1.1\r\n", "refused 400 malformedRequestLine"),
        WireRow("no method", "/ HTTP/1.1\r\n", "refused 400 malformedRequestLine"),
        WireRow("TLS on a plain port", "\u{16}\u{03}\u{01}", "refused 400 malformedRequestLine"),
        WireRow("a lower-case version", "GET / http/1.1\r\n", "refused 400 malformedRequestLine"),
        WireRow("no minor version", "GET / HTTP/1\r\n", "refused 400 malformedRequestLine"),
        WireRow("a long version", "GET / HTTP/1.10\r\n", "refused 400 malformedRequestLine"),
        WireRow("another protocol", "GET / RTSP/1.0\r\n", "refused 400 malformedRequestLine"),
        WireRow("HTTP/9.9", "GET / HTTP/9.9\r\n", "refused 505 unsupportedVersion"),
        WireRow("HTTP/0.9 named", "GET / HTTP/0.9\r\n", "refused 505 unsupportedVersion"),
        WireRow("HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\n", "refused 505 unsupportedVersion"),
        WireRow(
            "a tunnel",
            "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
            "refused 501 unknownMethod"
        ),
        WireRow(
            "an endless method",
            String(repeating: "M", count: 40),
            "refused 501 unknownMethod"
        ),
        WireRow(
            "a request line of 16,385 bytes",
            "GET /\(String(repeating: "t", count: 16_369)) HTTP/1.1\r\nHost: a\r\n\r\n",
            "refused 414 targetTooLong"
        ),
        WireRow(
            "a refused request after a good one",
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET\r\n",
            "GET /1",
            "refused 400 malformedRequestLine"
        ),
    ]

    static let refusedTargets: [WireRow] = [
        "/a#b", "/a\"b", "/a<b", "/a>b", "/a\\b", "/a?b#c", "/a?\"", "/a\u{7f}", "/a\u{0}", "/é",
        "/a%", "/a%4", "/a%zz", "a", "*", "http:/a", "http://", "http:///x", "ftp://a/",
        "http://u@a/",
        "http://a:0/", "http://a:99999/", "http://a b/", "https://[::1/", "?q",
        "x:",
    ].map { target in
        let isSplit = target.contains(" ")
        return WireRow(
            "the target \(target)",
            "GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n",
            isSplit ? "refused 400 malformedRequestLine" : "refused 400 malformedTarget"
        )
    }

    static let refusedFields: [WireRow] = [
        ("no colon", "X\r\n", "400 malformedFieldName"),
        ("an empty name", ": x\r\n", "400 malformedFieldName"),
        ("a space before the colon", "X : y\r\n", "400 malformedFieldName"),
        ("a tab before the colon", "X\t: y\r\n", "400 malformedFieldName"),
        ("a name beyond tokens", "X(y): z\r\n", "400 malformedFieldName"),
        ("a name beyond ASCII", "Xé: z\r\n", "400 malformedFieldName"),
        ("a folded line", "X: y\r\n z\r\n", "400 foldedField"),
        ("a folded line with a tab", "X: y\r\n\tz\r\n", "400 foldedField"),
        ("a NUL in a value", "X: a\u{0}b\r\n", "400 malformedFieldValue"),
        ("a DEL in a value", "X: a\u{7f}b\r\n", "400 malformedFieldValue"),
        ("a bare LF in a value", "X: a\nY: b\r\n", "400 malformedFieldValue"),
        ("a bare CR in a value", "X: a\rY: b\r\n", "400 malformedLineEnd"),
        ("a bare CR as the empty line", "X: a\r\n\rY", "400 malformedLineEnd"),
        ("a second Host", "Host: a\r\n", "400 repeatedField"),
        ("a second Host elsewhere", "host: b\r\n", "400 repeatedField"),
        ("two Authorization", "Authorization: a\r\nAuthorization: a\r\n", "400 repeatedField"),
        ("two Content-Type", "Content-Type: a/b\r\nContent-Type: a/b\r\n", "400 repeatedField"),
        ("an unknown expectation", "Expect: more\r\n", "417 unknownExpectation"),
        ("an obfuscated expectation", "Expect: 100-continue, x\r\n", "417 unknownExpectation"),
        ("encoded content", "Content-Encoding: gzip\r\n", "415 encodedContent"),
        ("a 101st field", String(repeating: "X: y\r\n", count: 100), "431 tooManyFields"),
        (
            "a head over its limit", "X: \(String(repeating: "y", count: 24_552))\r\n",
            "431 headTooLarge"
        ),
    ].map { name, lines, outcome in
        WireRow(name, "GET / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n", "refused \(outcome)")
    }

    static let refusedHosts: [WireRow] =
        [
            "", ":80", "a b", "a,b", "a/b", "a?b", "a#b", "u@a", "a:0", "a:65536", "a:-1", "a:+1",
            "a:x",
            "a:80:80", "a%41", "a\\b", "[::1", "::1", "[]", "[::g]", "[1::2::3]", "[12345::]",
            "[::1]x",
            "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]", "[::256.0.0.1]", "[::1.2.3]",
            "[fe80::1%25eth0]",
            "[:1:2:3:4:5:6:7]", "é", "a\u{22}", "a;b", "[v1.x]", String(repeating: "a", count: 256),
        ].map { host in
            WireRow(
                "the host \(host)",
                "GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n",
                "refused 400 malformedHost"
            )
        } + [
            WireRow("no Host", "GET / HTTP/1.1\r\nX: y\r\n\r\n", "refused 400 missingHost"),
            WireRow(
                "absolute form without Host",
                "GET http://a/ HTTP/1.1\r\n\r\n",
                "refused 400 missingHost"
            ),
        ]

    static let acceptedHosts = [
        "a", "A.Example", "a.example.", "a:80", "a:", "127.0.0.1:8080", "[::1]", "[::1]:8080",
        "[::]",
        "[1:2:3:4:5:6:7:8]", "[1::8]", "[1::]", "[::1.2.3.4]", "[1:2:3:4:5:6:1.2.3.4]", "a_b-c",
        "[2001:DB8::A]:443", "0", "a:65535",
    ]
}

extension String {
    /// Puts `query` behind the last `?` of a request line in a table.
    fileprivate func replacingMark(_ query: String) -> String {
        let parts = split(separator: "?", maxSplits: 1)
        return "\(parts[0])?\(query)\(parts[1])"
    }
}
