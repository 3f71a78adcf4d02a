/// Why a store of people, workspaces or sessions could not do its work.
public enum DirectoryStoreError: Error, Equatable, Sendable {
    /// Another person has this e-mail address already, compared without regard to ASCII case.
    case emailTaken
    /// The store itself failed; the text is for the log and holds no value from the store.
    case unavailable(reason: String)
}
