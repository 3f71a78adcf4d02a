internal import Directory
internal import HTTP
internal import HTTPServer
internal import OAuth
internal import Pages
internal import Primitives

/// What stands before the consent page: the operator's policy for clients.
///
/// A request that is held waits on a page that looks again by itself and needs no press when the
/// operator has decided. It waits in a flow of its own form, which lives longer and can do nothing
/// but wait; the consent page gets one that lives as long as any other.
struct AdmissionGate: Sendable {
    /// After how many seconds a waiting page looks again: soon enough for a person who watches, and
    /// late enough for one who has the page read out.
    private static let pauseInSeconds = 10

    let authorization: AuthorizationService
    let forms: FormProtection
    let pages: PageAnswers
    let log: any Log

    private var admission: ClientAdmission { authorization.admission }

    /// A request of a signed-in person at the consent page.
    struct Caller {
        let request: AcceptedAuthorizationRequest
        let flow: String
        let visitor: Visitor
        let session: Visitor.SignedIn
        let form: FormPost?
        let context: RequestContext

        var user: UserKey { UserKey(session.person.key.rawValue) }
        var flowBytes: [UInt8] { Array(flow.utf8) }
    }

    /// The answer to a request that the person may not decide about now, or `nil` for one that they
    /// may.
    func answer(to caller: Caller) async throws(StoreError) -> HTTPResponse? {
        switch try await admission.standing(of: caller.request, for: caller.user) {
        case .admitted: return goOn(caller)
        case .refused:
            note("refused by the operator", caller)
            return pages.held(
                authorization.notAdmitted(caller.request),
                authorization,
                caller.context
            )
        case .waiting: return try await wait(caller, isCrowdedOut: false)
        case .crowdedOut: return try await wait(caller, isCrowdedOut: true)
        }
    }

    /// Turns a flow that waited into one that can be decided about.
    private func goOn(_ caller: Caller) -> HTTPResponse? {
        let binding = caller.visitor.bindingBytes
        guard authorization.isWaiting(caller.flowBytes, binding: binding) else { return nil }
        note("admitted", caller)
        let flow = authorization.decidable(caller.flowBytes, binding: binding)
        return pages.redirect(to: PagePath.with(flow: flow ?? caller.flow, PagePath.consent))
    }

    private func wait(
        _ caller: Caller,
        isCrowdedOut: Bool
    ) async throws(StoreError) -> HTTPResponse {
        let binding = caller.visitor.bindingBytes
        if let form = caller.form {
            let isDenial = form.text("decision") == "deny"
            let secret = caller.session.secret
            if isDenial, forms.isValid(form, .consent, secret, flow: caller.flow) {
                try await admission.withdraw(caller.request, for: caller.user)
                note("withdrawn", caller)
                let location = authorization.deny(caller.request)
                return ClientReturn(pages: pages).denied(caller.request, location)
            }
            return pages.redirect(to: PagePath.with(flow: caller.flow, PagePath.consent))
        }
        guard authorization.isWaiting(caller.flowBytes, binding: binding) else {
            guard let flow = authorization.waiting(caller.flowBytes, binding: binding) else {
                return pages.problem(.flowOver, caller.context)
            }
            note(isCrowdedOut ? "crowded out" : "held for the operator", caller)
            return pages.redirect(to: PagePath.with(flow: flow, PagePath.consent))
        }
        var response = pages.waiting(page(caller, isCrowdedOut: isCrowdedOut))
        response.fields.append(.refresh, HTTPFieldValue(Self.pauseInSeconds))
        return response
    }

    private func page(_ caller: Caller, isCrowdedOut: Bool) -> WaitingPage {
        let person = caller.session.person
        let secret = caller.session.secret
        return WaitingPage(
            client: ClientSummary(caller.request),
            account: ConsentPage.Account(name: person.name, email: person.email.text),
            seal: ConsentPage.Seal(
                flow: caller.flow,
                csrf: forms.token(.consent, secret, flow: caller.flow),
                signOutCSRF: forms.token(.signOut, secret, flow: caller.flow)
            ),
            isCrowdedOut: isCrowdedOut
        )
    }

    private func note(_ outcome: String, _ caller: Caller) {
        log.write(
            .info,
            "client policy",
            [
                .text("request", caller.context.requestID), .text("outcome", outcome),
                .text("person", caller.session.person.identifier),
                .text("client", caller.request.client.metadata.displayName),
            ]
        )
    }
}
