/// The application that asks, or that was let in, as pages show it.
public struct ClientSummary: Sendable, Equatable {
    /// The longest name that is shown, in Unicode scalars.
    public static let maximumNameScalars = 64

    /// The name, in one line and without characters that could disguise it.
    public let name: String
    /// Whether somebody stands for the name.
    public let verification: Verification
    /// What speaks against the name, or `nil`.
    public let caution: Caution?
    /// Where the browser goes after the decision.
    public let destination: Destination

    /// Who stands for the name of a client.
    public enum Verification: Sendable, Equatable {
        /// Nobody: the client named itself.
        case unverified
        /// The operator of this server registered the client.
        case byOperator
        /// The client is identified by a document at this host, which nobody here knows.
        case byDocument(host: String)
        /// The document that identifies the client is that of this known one.
        case byKnownDocument(KnownName)
        /// The answer goes to an address of this known client, whoever asks.
        case byKnownCallback(KnownName)
    }

    /// A client that the server knows.
    public struct KnownName: Sendable, Equatable {
        let name: String
        let vendor: String

        /// Names the client and who makes it.
        public init(name: String, vendor: String) {
            self.name = name
            self.vendor = vendor
        }
    }

    /// What speaks against the name of a client.
    public enum Caution: Sendable, Equatable {
        /// It is the name of the known client, whose addresses are others.
        case lookalike(KnownName)
        /// It only looks like the name of the known client.
        case disguised(KnownName)
        /// It mixes alphabets within a word.
        case mixedAlphabets
    }

    /// Where a redirect URI leads.
    public enum Destination: Sendable, Equatable {
        /// Some program on the person's own machine; the value is host and port as registered.
        case thisComputer(address: String)
        /// A website; the value is its host, with the port where it is not the usual one.
        case website(host: String)
        /// An installed application that claimed the scheme.
        case application(scheme: String)
    }

    /// Creates the summary from a client's own metadata.
    ///
    /// - Parameters:
    ///   - name: The name that the client gave itself; anything is safe to pass.
    ///   - verification: Who stands for it.
    ///   - destination: Where its redirect leads.
    ///   - caution: What speaks against the name, or `nil`.
    public init(
        name: String,
        verification: Verification,
        destination: Destination,
        caution: Caution? = nil
    ) {
        self.name = ShownText.clean(
            name,
            limit: Self.maximumNameScalars,
            fallback: "An application without a name"
        )
        self.verification = verification
        self.destination = destination
        self.caution = caution
    }

    /// What the most prominent line of the page says.
    var destinationText: String {
        switch destination {
        case .thisComputer: "an app on this computer"
        case .website(let host): host
        case .application: "an app on this device"
        }
    }

    /// The smaller line below it.
    var destinationDetail: String {
        switch destination {
        case .thisComputer(let address): address
        case .website: ""
        case .application(let scheme): "\(scheme):"
        }
    }

    var isLocal: Bool {
        if case .website = destination { false } else { true }
    }

    /// The fields that every page with a client has.
    static func fields<Model>(
        _ client: @escaping @Sendable (Model) -> ClientSummary
    ) -> [Field<Model>] {
        [
            .text("clientName") { client($0).name },
            .text("destination") { client($0).destinationText },
            .text("destinationDetail") { client($0).destinationDetail },
            .text("verifiedName") { client($0).verifiedName },
            .text("ownName") { client($0).ownName },
            .text("documentHost") { client($0).documentHost },
            .text("verification") { client($0).verificationText },
            .text("cautionLead") { client($0).cautionText.lead },
            .text("caution") { client($0).cautionText.rest },
            .flag("isVerified") { client($0).isVerified },
            .flag("isLocal") { client($0).isLocal },
        ]
    }
}
