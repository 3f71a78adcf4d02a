internal import Directory
internal import HTTP
internal import HTTPServer
internal import Pages
internal import Primitives
internal import Publishing

/// What the three pages of a connection have in common.
struct ConnectParts: Sendable {
    let connecting: ProfileConnecting
    let visitors: Visitors
    let forms: FormProtection
    let pages: PageAnswers
    let log: any Log

    /// The visitor as the flow knows them: the person, and the browser by its binding cookie.
    func visitor(_ visitor: Visitor, _ session: Visitor.SignedIn) -> ConnectionVisitor {
        ConnectionVisitor(
            person: session.person.identifier,
            browser: visitor.binding.digest.bytes
        )
    }

    /// The answer to a rule that could not be applied.
    func answer(to fault: PublishingFault, _ context: RequestContext) -> HTTPResponse {
        switch fault {
        case .accessEnded: return closed(context)
        case .unavailable(let reason):
            log.write(
                .error,
                "A connection could not use its store",
                [.text("request", context.requestID), .text("reason", reason)]
            )
            return pages.unavailable(context)
        default: return pages.unavailable(context)
        }
    }

    /// The page of a flow or link that leads nowhere.
    func over(_ context: RequestContext) -> HTTPResponse {
        pages.error(
            .badRequest,
            ErrorPage(
                heading: "This step is over",
                explanation: "It was done already, took too long, or began in another browser. "
                    + "Nothing was changed.",
                advice: "Open the link that you were given once more, or ask your assistant "
                    + "for a new one.",
                requestID: context.requestID,
                link: PageLink(path: PagePath.account)
            )
        )
    }

    /// The page of somebody who may not connect profiles there any more.
    func closed(_ context: RequestContext) -> HTTPResponse {
        pages.error(
            .forbidden,
            ErrorPage(
                heading: "You cannot connect a profile there now",
                explanation: "The connection of the application has ended, or you are not an owner "
                    + "of the workspace any more. Nothing was changed.",
                advice: "Look at your connections, then ask your assistant for a new link.",
                requestID: context.requestID,
                link: PageLink(path: PagePath.account)
            )
        )
    }

    /// The page of a network that did not agree, with a way to try again.
    func refused(
        _ refusal: ConnectionRefusal,
        _ flow: ConnectionFlow,
        _ context: RequestContext
    ) -> HTTPResponse {
        note("\(refusal)", flow.ticket, context)
        let network = flow.ticket.network.title
        let (status, heading, explanation): (HTTPStatus, String, String) =
            switch refusal {
            case .denied:
                (.ok, "\(network) was not connected", "The permission was not given there.")
            case .expired:
                (
                    .badRequest, "\(network) was not connected",
                    "The answer of the network came too late, twice, or not from where you were "
                        + "sent."
                )
            case .unavailable:
                (
                    .serviceUnavailable, "\(network) does not answer",
                    "The network could not be reached, or had no usable answer."
                )
            case .refused(let text), .answer(let text):
                (.forbidden, "\(network) was not connected", text)
            }
        return pages.error(
            status,
            ErrorPage(
                heading: heading,
                explanation: explanation + " Nothing was changed.",
                advice: "You can try again, or close this tab.",
                requestID: context.requestID,
                link: ConnectLink(flow.link).flatMap { PageLink(path: $0.path) },
                linkText: "Try again"
            )
        )
    }

    func note(_ outcome: String, _ ticket: ConnectionTicket, _ context: RequestContext) {
        log.write(
            .info,
            "connection of a profile",
            [
                .text("request", context.requestID), .text("network", ticket.network.rawValue),
                .text("workspace", ticket.access.identifier), .text("outcome", outcome),
            ]
        )
    }
}

extension ConnectPage {
    /// The page of one ticket, for the person who is signed in.
    init(_ ticket: ConnectionTicket, _ person: Person, seal: Seal, _ stage: Stage) {
        self.init(
            network: ticket.network.title,
            workspace: ticket.access.name,
            client: ticket.clientName,
            account: ConsentPage.Account(name: person.name, email: person.email.text),
            seal: seal,
            stage: stage
        )
    }
}
