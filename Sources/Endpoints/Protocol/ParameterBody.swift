package import HTTP
package import OAuth

/// The parameters of a form body, read the one way that all machine endpoints share (RFC 6749
/// §3.2).
package enum ParameterBody {
    /// Why a body is not a form.
    package enum Problem: Error, Equatable, Sendable {
        /// The media type is another one, or missing.
        case mediaType
        /// An escape is broken, the text is not UTF-8, or there are too many fields.
        case syntax

        /// The answer to the client, in the endpoint's own language.
        package var response: HTTPResponse {
            switch self {
            case .mediaType:
                .jsonError(
                    .badRequest,
                    code: "invalid_request",
                    description:
                        "Send the parameters in the body as application/x-www-form-urlencoded."
                )
            case .syntax:
                .jsonError(
                    .badRequest,
                    code: "invalid_request",
                    description:
                        "The body is not a form: an escape is broken, the text is not UTF-8, or "
                        + "there are too many parameters."
                )
            }
        }
    }

    /// No machine endpoint has more parameters than this has room for.
    private static let maximumParameters = 100

    /// Reads the body of `request`; parameters in the query are never looked at.
    package static func parameters(
        of request: HTTPRequest
    ) throws(Problem) -> RequestParameters {
        try requireForm(request)
        var pairs: [RequestParameters.Pair] = []
        pairs.reserveCapacity(8)
        do {
            try FormDecoder.decode(request.body, maximumFields: maximumParameters) { name, value in
                pairs.append(RequestParameters.Pair(name: name, value: value))
            }
        } catch {
            throw .syntax
        }
        return RequestParameters(pairs)
    }

    /// Reads the body of `request` as the fields of a form, `maximum` of them at most.
    package static func fields(
        of request: HTTPRequest,
        maximum: Int
    ) throws(Problem) -> FormFields {
        try requireForm(request)
        do {
            return try FormDecoder.decode(request.body, maximumFields: maximum)
        } catch {
            throw .syntax
        }
    }

    private static func requireForm(_ request: HTTPRequest) throws(Problem) {
        guard let type = request.fields.only(.contentType).value else { throw .mediaType }
        // What nearly everybody writes needs no reading.
        if type == usualType { return }
        guard let type = MediaType(type), type.essence == "application/x-www-form-urlencoded",
            type.isUTF8
        else { throw .mediaType }
    }

    private static let usualType = Array("application/x-www-form-urlencoded".utf8)
}

extension RequestParameters {
    /// Takes over the fields of a form or a query, in their order.
    init(_ fields: FormFields) {
        self.init(
            fields.all.map { Pair(name: Array($0.name.utf8), value: Array($0.value.utf8)) }
        )
    }
}
