internal import Primitives
public import Publishing

extension DeclaredProvider: NetworkProvider {
    /// Goes through the steps that the file describes.
    ///
    /// A network that does not keep keys is never asked again while it may have published already.
    public func publish(_ publication: Publication) async -> PublishOutcome {
        guard let connection = publication.connection, let account = connection.account,
            let credentials = connection.secret.flatMap(NetworkCredentials.init(_:))
        else { return .shutOut(message: "The profile is not connected.") }
        guard !publication.isInDoubt || declared.publishing.keepsKeys else {
            return .unknown(
                message: "The first answer of \(declared.network.title) was lost; somebody must "
                    + "look whether the post is out."
            )
        }
        var post = DeclaredPost(self, publication, account: account, credentials)
        return await post.run()
    }
}
