internal import Directory
internal import HTTP
internal import HTTPServer
internal import Pages
internal import Primitives
internal import Publishing

/// `/account/connect/callback`: where networks send a person back to (RFC 6749 §4.1.2).
///
/// The state names a flow that this very person began in this very browser, and that is used up by
/// the first answer. The code never stays in the address: the next page has another one.
struct ConnectCallbackEndpoint: HTTPHandler {
    private let parts: ConnectParts

    init(_ parts: ConnectParts) {
        self.parts = parts
    }

    /// Takes the network's answer.
    func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
        do {
            let visitor = try await parts.visitors.visitor(request)
            guard let session = visitor.session, !visitor.isNew,
                let answer = NetworkAnswer(request)
            else { return parts.over(context) }
            let outcome = try await parts.connecting.complete(
                answer,
                parts.visitor(visitor, session)
            )
            switch outcome {
            case nil, (_, .visit)?: return parts.over(context)
            case (let flow, .refused(let refusal))?: return parts.refused(refusal, flow, context)
            case (let flow, .choose(let key))?:
                parts.note("permitted", flow.ticket, context)
                return parts.pages.redirect(to: ConnectProfilesEndpoint.path(key))
            }
        } catch let fault as PublishingFault {
            return parts.answer(to: fault, context)
        } catch {
            return parts.pages.unavailable(context)
        }
    }
}

extension NetworkAnswer {
    /// Reads the query; a parameter that occurs twice counts as missing (RFC 6749 §3.1).
    fileprivate init?(_ request: HTTPRequest) {
        func text(_ name: String) -> String? {
            let text = request.queryText(name)
            return text.isEmpty || text.utf8.count > 4_000 ? nil : text
        }
        guard let state = text("state") else { return nil }
        self.init(
            state: SecretText(state),
            code: text("code").map(SecretText.init(_:)),
            error: text("error"),
            issuer: text("iss")
        )
    }
}
