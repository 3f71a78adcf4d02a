/// Fetches the pages that a caller names as references; their addresses are untrusted.
public protocol ReferenceFetcher: Sendable {
    /// Returns the text of the page behind `url`, without markup.
    ///
    /// - Parameter url: An `https` address.
    /// - Returns: At most ``DraftReference/maximumLength`` code points.
    /// - Throws: ``PublishingFault/media(url:problem:)``, whose text is for the model.
    func text(of url: String) async throws(PublishingFault) -> String
}
