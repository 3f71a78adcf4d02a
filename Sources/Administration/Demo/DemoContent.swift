private import Cryptography
private import JSON
private import Primitives
internal import Publishing

/// What the demo's workspaces hold, so that a first conversation with an assistant has something to
/// be about.
enum DemoContent {
    /// The content file of a demo workspace, `nil` for one that begins empty.
    private static func file(of workspace: String) -> [UInt8]? {
        switch workspace {
        case "Northwind Studio": PackageResources.northwind_studio_json
        case "Harbour Coffee": PackageResources.harbour_coffee_json
        case "Atlas Agency": PackageResources.atlas_agency_json
        default: nil
        }
    }

    /// Fills a workspace that was just made.
    static func install(
        in workspace: String,
        of installation: Installation
    ) async throws(AdministrationError) {
        guard let file = file(of: workspace) else { return }
        _ = try await installation.importContent(file, into: workspace)
    }
}
