/// How far a post has come.
public enum PostStatus: String, Sendable, CaseIterable {
    /// Not planned: a profile or a time is missing.
    case draft = "DRAFT"
    /// Goes out at its time.
    case scheduled = "SCHEDULED"
    /// Going out now.
    case publishing = "PUBLISHING"
    /// Out on every profile.
    case posted = "POSTED"
    /// Out on some profiles, refused by others.
    case partlyPosted = "PARTLY_POSTED"
    /// Refused by every profile.
    case failed = "FAILED"

    /// Whether the post may be changed or deleted: nobody has seen it yet.
    public var isEditable: Bool {
        switch self {
        case .draft, .scheduled, .failed: true
        case .publishing, .posted, .partlyPosted: false
        }
    }

    /// Whether publishing may begin, for a post that was refused as a further try.
    public var isPublishable: Bool {
        switch self {
        case .draft, .scheduled, .failed, .partlyPosted: true
        case .publishing, .posted: false
        }
    }
}
