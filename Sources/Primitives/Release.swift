/// The release that this program is.
public enum Release {
    /// The version, in the manner of Semantic Versioning.
    public static let version = "0.1.0"
}
