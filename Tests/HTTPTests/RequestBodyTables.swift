/// Bodies of requests, whole connections each, with what must come of them.
enum RequestBodyTables {
    private static func post(_ lines: String, _ body: String = "") -> String {
        "POST /p HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\(body)"
    }

    private static func chunked(_ body: String) -> String {
        post("Transfer-Encoding: chunked\r\n", body)
    }

    static let accepted: [WireRow] =
        [
            WireRow("a counted body", post("Content-Length: 5\r\n", "hello"), "POST /p hello"),
            WireRow(
                "a body of GET",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab",
                "GET / ab"
            ),
            WireRow("length zero", post("Content-Length: 0\r\n"), "POST /p"),
            WireRow("leading zeros", post("Content-Length: 0005\r\n", "hello"), "POST /p hello"),
            WireRow("no length", post(""), "POST /p"),
            WireRow("an unfinished body", post("Content-Length: 5\r\n", "hell")),
            WireRow(
                "a body, then a request",
                post("Content-Length: 3\r\n", "GETGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                "POST /p GET",
                "GET /"
            ),
            WireRow(
                "an expectation",
                post("Expect: 100-Continue\r\nContent-Length: 2\r\n", "ab"),
                "POST /p ab"
            ),
            WireRow("one chunk", chunked("5\r\nhello\r\n0\r\n\r\n"), "POST /p hello"),
            WireRow("chunks", chunked("1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"), "POST /p abc"),
            WireRow("no chunk", chunked("0\r\n\r\n"), "POST /p"),
            WireRow(
                "hexadecimal sizes",
                chunked("a\r\n0123456789\r\n00\r\n\r\n"),
                "POST /p 0123456789"
            ),
            WireRow(
                "upper-case sizes",
                chunked("A\r\n0123456789\r\n0\r\n\r\n"),
                "POST /p 0123456789"
            ),
            WireRow("16 digits", chunked("0000000000000001\r\na\r\n0\r\n\r\n"), "POST /p a"),
            WireRow("line ends in data", chunked("2\r\n\r\n\r\n0\r\n\r\n"), "POST /p \r\n"),
            WireRow(
                "the coding in capitals",
                post("Transfer-Encoding: CHUNKED\r\n", "0\r\n\r\n"),
                "POST /p"
            ),
            WireRow(
                "trailers",
                chunked("1\r\na\r\n0\r\nX: y\r\nContent-Length: 9\r\n\r\nGET / HTTP/1.0\r\n\r\n"),
                "POST /p a",
                "GET / 1.0"
            ),
        ]
        + [
            ";a", ";a=b", ";a=\"b c\"", ";a=\"\\\"\"", ";a;b=c", " ;a", "; a", ";a =b", ";a= b",
            ";a\t=\tb ;c",
            ";a=\"b\" ;c", ";a=\";\"",
        ].map { text in
            WireRow(
                "the extension \(text)",
                chunked("1\(text)\r\nx\r\n0\(text)\r\n\r\n"),
                "POST /p x"
            )
        }

    static let refusedFraming: [WireRow] =
        [
            "", "+5", "-5", "5 5", "5,5", "5, 5", "0x5", "5_0", "5.0", "٥", "5;", "\"5\"", "5a",
        ].map { value in
            WireRow(
                "the length \(value)",
                post("Content-Length: \(value)\r\n", "hello"),
                "refused 400 malformedLength"
            )
        }
        + [
            ("one byte too many", "Content-Length: 1048577\r\n", "413 bodyTooLarge"),
            (
                "a length beyond 64 bits", "Content-Length: 99999999999999999999\r\n",
                "413 bodyTooLarge"
            ),
            (
                "too much, announced", "Expect: 100-continue\r\nContent-Length: 1048577\r\n",
                "413 bodyTooLarge"
            ),
            (
                "two lengths", "Content-Length: 5\r\nContent-Length: 5\r\n", "400 repeatedField"
            ),
            (
                "length, then coding", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "400 conflictingFraming"
            ),
            (
                "coding, then length", "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n",
                "400 conflictingFraming"
            ),
            ("an empty coding", "Transfer-Encoding:\r\n", "400 malformedTransferCoding"),
            (
                "chunked not last", "Transfer-Encoding: chunked, gzip\r\n",
                "400 malformedTransferCoding"
            ),
            ("chunked missing", "Transfer-Encoding: gzip\r\n", "400 malformedTransferCoding"),
            ("identity", "Transfer-Encoding: identity\r\n", "400 malformedTransferCoding"),
            (
                "chunked twice", "Transfer-Encoding: chunked, chunked\r\n",
                "400 malformedTransferCoding"
            ),
            (
                "a doubled word", "Transfer-Encoding: chunkedchunked\r\n",
                "400 malformedTransferCoding"
            ),
            ("another word", "Transfer-Encoding: xchunked\r\n", "400 malformedTransferCoding"),
            ("a list of one", "Transfer-Encoding: chunked,\r\n", "400 malformedTransferCoding"),
            ("a leading comma", "Transfer-Encoding: ,chunked\r\n", "400 malformedTransferCoding"),
            ("quotes", "Transfer-Encoding: \"chunked\"\r\n", "400 malformedTransferCoding"),
            ("a parameter", "Transfer-Encoding: chunked;q=1\r\n", "400 malformedTransferCoding"),
            (
                "a byte of Latin 1", "Transfer-Encoding: \u{a0}chunked\r\n",
                "400 malformedTransferCoding"
            ),
            (
                "two codings in two fields",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "400 malformedTransferCoding"
            ),
            (
                "a known last coding", "Transfer-Encoding: gzip, chunked\r\n",
                "501 unknownTransferCoding"
            ),
        ].map { name, lines, outcome in
            WireRow(name, post(lines, "0\r\n\r\n"), "refused \(outcome)")
        } + [
            WireRow(
                "a coding in HTTP/1.0",
                "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "refused 400 conflictingFraming"
            )
        ]

    static let refusedChunks: [WireRow] =
        [
            "\r\n", " 1\r\na\r\n", "x\r\n", "-1\r\n", "+1\r\na\r\n", "0x1\r\na\r\n", "1_0\r\n",
            "1\na\r\n",
            "1\r\na\n", "1\r\nab\r\n", "1\r\na0\r\n\r\n", "1\ra\r\n", "1 \r\na\r\n", "1\t\r\na\r\n",
            "1 a\r\n",
            "1;\r\na\r\n", "1;=b\r\n", "1;a=\r\n", "1;a=b c\r\n", "1;a=\"b\r\n", "1;a=\"b\"c\r\n",
            "1;a b\r\n",
            "1;a=\u{1}\r\n", "1;a\n", "1;a=\"\u{0}\"\r\n", "1;a=\"\\\r\n",
            "00000000000000001\r\na\r\n",
            "1\r\r\na\r\n", ";a\r\n", "1;a =\r\n", "1;a ;\r\n",
        ].map { text in
            WireRow(
                "the chunk \(text.debugDescription)",
                chunked(text),
                "refused 400 malformedChunk"
            )
        } + [
            WireRow("a chunk over the limit", chunked("100001\r\n"), "refused 413 bodyTooLarge"),
            WireRow(
                "a chunk of 2^64-1",
                chunked("ffffffffffffffff\r\n"),
                "refused 413 bodyTooLarge"
            ),
            WireRow(
                "chunks over the limit",
                chunked("1\r\na\r\n100000\r\n"),
                "refused 413 bodyTooLarge"
            ),
            WireRow(
                "extensions over their limit",
                chunked("1;\(String(repeating: "a", count: 16_384))\r\n"),
                "refused 400 malformedChunk"
            ),
            WireRow(
                "a malformed trailer",
                chunked("0\r\nX\r\n\r\n"),
                "refused 400 malformedFieldName"
            ),
            WireRow(
                "too many trailers",
                chunked("0\r\n\(String(repeating: "X: y\r\n", count: 101))\r\n"),
                "refused 431 tooManyFields"
            ),
            WireRow("a bare LF at the end", chunked("0\r\n\n"), "refused 400 malformedFieldName"),
        ]
}
