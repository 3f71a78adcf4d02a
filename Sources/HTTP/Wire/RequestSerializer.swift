/// Writes requests as HTTP/1.1 (RFC 9112), for the outbound client.
///
/// It alone decides on `Host`, `Content-Length`, `Transfer-Encoding` and `Connection`; fields of
/// these names are left out.
public enum RequestSerializer {
    private static let endOfTarget = Array(" HTTP/1.1\r\nHost: ".utf8)
    private static let lengthStem = Array("Content-Length: ".utf8)
    private static let closeLine = Array("Connection: close\r\n".utf8)
    private static let lineEnd: [UInt8] = [Grammar.carriageReturn, Grammar.lineFeed]

    /// Appends a whole request to `output`.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - url: Where the request goes; gives the target and `Host`.
    ///   - fields: Further fields, in the order in which they are sent.
    ///   - body: The content; its length is always declared for `POST`, `PUT` and `PATCH`.
    ///   - closesConnection: Whether the server is told that no further request follows.
    ///   - output: Where the bytes go.
    public static func append(
        _ method: HTTPMethod,
        _ url: AbsoluteURL,
        fields: HTTPFields,
        body: [UInt8],
        closesConnection: Bool = false,
        to output: inout [UInt8]
    ) {
        output.append(contentsOf: method.name.utf8)
        output.append(Grammar.space)
        output.append(contentsOf: url.target.utf8)
        output.append(contentsOf: endOfTarget)
        output.append(contentsOf: url.authority.utf8)
        output.append(contentsOf: lineEnd)
        if !body.isEmpty || method == .post || method == .put || method == .patch {
            output.append(contentsOf: lengthStem)
            output.append(contentsOf: String(body.count).utf8)
            output.append(contentsOf: lineEnd)
        }
        if closesConnection { output.append(contentsOf: closeLine) }
        fields.appendLines(to: &output)
        output.append(contentsOf: lineEnd)
        output.append(contentsOf: body)
    }
}
