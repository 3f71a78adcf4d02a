/// Why a store could not do what a rule asked of it.
///
/// The texts are for the operator's log and never carry a secret; a client only learns that the
/// server is unavailable for a moment.
public enum StoreError: Error, Equatable {
    /// The store is busy, closed or out of space; the same call may succeed later.
    case unavailable(String)
    /// A stored row cannot be read as what it should be.
    case damaged(String)
}
