extension ClientSummary {
    /// Whether somebody other than the client stands for its name.
    var isVerified: Bool {
        switch verification {
        case .unverified, .byDocument: false
        case .byOperator, .byKnownDocument, .byKnownCallback: true
        }
    }

    /// The name that somebody stands for: for a known client never the one it chose.
    var verifiedName: String {
        switch verification {
        case .unverified, .byDocument, .byOperator: name
        case .byKnownDocument(let known), .byKnownCallback(let known): known.name
        }
    }

    /// The name it chose, where the verified one is another.
    var ownName: String {
        verifiedName == name ? "" : name
    }

    /// Where the client's document is, when nobody here knows it.
    var documentHost: String {
        if case .byDocument(let host) = verification { host } else { "" }
    }

    /// One sentence on why the client is verified, or empty.
    var verificationText: String {
        switch verification {
        case .unverified, .byDocument: ""
        case .byOperator: "The operator of this server registered it."
        case .byKnownDocument(let known):
            "It is identified by the published description of \(known.words)."
        case .byKnownCallback(let known):
            "The answer goes to an address of \(known.words), and to nobody else."
        }
    }

    /// What speaks against the name: a warning and its reason, or two empty texts.
    var cautionText: (lead: String, rest: String) {
        let place = isLocal ? "to a program on this device" : "to \(destinationText)"
        return switch caution {
        case nil: ("", "")
        case .lookalike(let known):
            (
                "This may not be \(known.name).",
                "It uses that name, but the answer would go \(place), which is not where "
                    + "\(known.words) is known to return. Deny unless you know why."
            )
        case .disguised(let known):
            (
                "This is probably not \(known.name).",
                "The name is written with characters that only look like \(known.words), and the "
                    + "answer would go \(place). Deny unless you know why."
            )
        case .mixedAlphabets:
            (
                "The name is written strangely.",
                "It mixes letters of different alphabets within a word, as false names do. Deny "
                    + "unless you know why."
            )
        }
    }
}

extension ClientSummary.KnownName {
    /// The client with its maker, where that is another name.
    var words: String {
        name == vendor ? name : "\(name) by \(vendor)"
    }
}
