/// The files of `Templates/` and `Public/` as they were when the program was built.
///
/// `Templates` and `Public` beside this file are links to the folders at the top of the tree; the
/// package description has the compiler write their bytes into the program.
enum EmbeddedFiles {
    /// The templates by file name.
    static let templates: [String: [UInt8]] = [
        "account.html": PackageResources.account_html,
        "activity.html": PackageResources.activity_html,
        "asking.html": PackageResources.asking_html,
        "connect.html": PackageResources.connect_html,
        "connect-choose.html": PackageResources.connect_choose_html,
        "connect-done.html": PackageResources.connect_done_html,
        "connect-start.html": PackageResources.connect_start_html,
        "confirm.html": PackageResources.confirm_html,
        "connection.html": PackageResources.connection_html,
        "consent.html": PackageResources.consent_html,
        "consent-changes.html": PackageResources.consent_changes_html,
        "consent-confirm.html": PackageResources.consent_confirm_html,
        "consent-permissions.html": PackageResources.consent_permissions_html,
        "consent-workspaces.html": PackageResources.consent_workspaces_html,
        "denied.html": PackageResources.denied_html,
        "disconnect.html": PackageResources.disconnect_html,
        "done.html": PackageResources.done_html,
        "error.html": PackageResources.error_html,
        "layout.html": PackageResources.layout_html,
        "profiles.html": PackageResources.profiles_html,
        "sign-in.html": PackageResources.sign_in_html,
        "signed-out.html": PackageResources.signed_out_html,
        "waiting.html": PackageResources.waiting_html,
    ]
}

/// A file that the server hands out below `/assets/`.
public struct PublicFile: Sendable, Equatable {
    /// The path, for instance `/assets/wayleave.css`.
    public let path: String
    /// The media type, with its character set where it is text.
    public let mediaType: String
    /// The bytes.
    public let bytes: [UInt8]

    /// Every file of `Public/`.
    public static let all: [PublicFile] = [
        PublicFile(
            path: "/assets/wayleave.css",
            mediaType: "text/css; charset=utf-8",
            bytes: PackageResources.wayleave_css
        ),
        PublicFile(
            path: "/assets/wayleave.svg",
            mediaType: "image/svg+xml",
            bytes: PackageResources.wayleave_svg
        ),
        PublicFile(
            path: "/assets/contours.svg",
            mediaType: "image/svg+xml",
            bytes: PackageResources.contours_svg
        ),
    ]
}
