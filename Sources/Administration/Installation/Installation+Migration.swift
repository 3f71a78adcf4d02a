private import Database
private import JSON
private import Storage

extension Installation {
    /// Brings the database at `paths` to this release's schema, making it where there is none.
    ///
    /// - Parameter paths: Where it is.
    /// - Returns: The versions before and after.
    /// - Throws: ``AdministrationError``; then the old version is whole.
    public static func migrate(_ paths: InstallationPaths) throws(AdministrationError)
        -> CommandOutput
    {
        try explained {
            let file = try DatabaseFile(
                path: paths.database,
                options: DatabaseOptions(role: .command)
            )
            defer { file.close() }
            let report = try file.migrate(to: .wayleave)
            let text =
                if report.applied.isEmpty {
                    "The schema is up to date (version \(report.to))."
                } else if report.from == 0 {
                    "Made the database with schema version \(report.to)."
                } else {
                    "Brought the schema from version \(report.from) to \(report.to): "
                        + "\(report.applied.joined(separator: ", "))."
                }
            let json: JSONValue = [
                "from": .integer(Int64(report.from)),
                "to": .integer(Int64(report.to)),
                "applied": .array(report.applied.map(JSONValue.string)),
            ]
            return CommandOutput(text, json: json)
        }
    }
}
