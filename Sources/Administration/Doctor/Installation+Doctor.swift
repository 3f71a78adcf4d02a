private import Cryptography
private import Database
private import Directory
internal import OAuth
public import Primitives
internal import Storage

extension Installation {
    /// Looks at the files of a server: whether they are there, whole, current and closed to others.
    ///
    /// Nothing is made and nothing is changed.
    ///
    /// - Parameters:
    ///   - paths: Where the files are.
    ///   - account: Who looks.
    ///   - clock: The time.
    /// - Returns: What was found.
    public static func examine(
        _ paths: InstallationPaths,
        account: String,
        clock: any WallClock = SystemWallClock()
    ) async -> [Finding] {
        var findings = FileExamination(paths: paths).findings()
        guard hasFile(at: paths.database) else {
            let text = "There is no database at \(paths.database) yet; the server makes it."
            let advice = "Name the right one where there should be one."
            return findings + [Finding(.doubtful, "database", text, advice: advice)]
        }
        findings.append(keys(paths))
        do throws(AdministrationError) {
            let installation = try Installation(
                paths: paths,
                account: account,
                missing: .refuse,
                clock: clock
            )
            defer { installation.close() }
            return findings + (await installation.content())
        } catch {
            findings.append(Finding(.wrong, "database", "\(error)."))
            return findings
        }
    }

    private static func keys(_ paths: InstallationPaths) -> Finding {
        do throws(KeyFileError) {
            _ = try KeyFile.load(at: paths.keys)
            return Finding(.fine, "keys", "\(paths.keys) is whole and yours alone.")
        } catch {
            let advice: String? =
                if case .missing = error {
                    "Without it no token of this database can be checked and no profile be used: "
                        + "bring it back from the backup."
                } else { nil }
            return Finding(.wrong, "keys", "\(error).", advice: advice)
        }
    }

    private func content() async -> [Finding] {
        var findings = [await wholeness()]
        do throws(DatabaseError) {
            findings.append(try chain())
            findings.append(try time())
            findings.append(try people())
            findings += try flows()
        } catch {
            findings.append(Finding(.wrong, "database", "It cannot be read: \(error)."))
        }
        return findings
    }

    /// Reads the whole file, which is current, or it would not have been opened.
    private func wholeness() async -> Finding {
        let result: Result<[String], DatabaseError> = await withCheckedContinuation {
            continuation in
            do throws(DatabaseError) {
                try store.database.checkInBackground { continuation.resume(returning: $0) }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        let restore = "Stop the server and restore a backup."
        switch result {
        case .failure(let error):
            return Finding(.wrong, "database", "It cannot be read: \(error).", advice: restore)
        case .success(let problems):
            guard let first = problems.first else {
                return Finding(.fine, "database", "It is whole, and of this release's schema.")
            }
            return Finding(.wrong, "database", "It is damaged: \(first)", advice: restore)
        }
    }

    private func chain() throws(DatabaseError) -> Finding {
        switch try store.audit.verify() {
        case .sound(let count, _):
            Finding(.fine, "audit log", "All \(count) events are as they were written.")
        case .broken:
            Finding(
                .wrong,
                "audit log",
                "An event was changed or removed behind the server's back.",
                advice: "'wayleave audit verify' names it."
            )
        }
    }

    private func time() throws(DatabaseError) -> Finding {
        let now = clock.now()
        guard let last = try store.audit.newestEvents(limit: 1).first?.at, last > now else {
            return Finding(.fine, "clock", "It is \(CivilDate(now).readable).")
        }
        return Finding(
            .wrong,
            "clock",
            "It is \(CivilDate(now).readable), but something was written at "
                + "\(CivilDate(last).readable).",
            advice: "Set the clock, and let something such as systemd-timesyncd keep it right."
        )
    }

    private func people() throws(DatabaseError) -> Finding {
        let people = try store.people.listings().filter(\.person.isEnabled)
        let workspaces = try store.workspaces.listings().filter(\.workspace.isLive)
        guard !people.isEmpty else {
            let advice = "wayleave user add"
            return Finding(.doubtful, "people", "Nobody can sign in yet.", advice: advice)
        }
        guard workspaces.contains(where: { $0.memberCount > 0 }) else {
            return Finding(
                .doubtful,
                "people",
                "Nobody is a member of a workspace, so there is nothing to give access to.",
                advice: "wayleave workspace add, and wayleave member add"
            )
        }
        return Finding(
            .fine,
            "people",
            "People who can sign in: \(people.count). Open workspaces: \(workspaces.count)."
        )
    }

    /// What became of the approvals of the last day.
    private func flows() throws(DatabaseError) -> [Finding] {
        let now = clock.now()
        var filter = GrantFilter()
        filter.since = now.adding(seconds: -86_400)
        let recent = try store.grants.listings(filter)
        let lost = recent.filter { listing in
            listing.grant.tokens.generation == 0 && listing.grant.revocation == nil
                && now.seconds(since: listing.grant.createdAt) > 300
        }
        let alarming = recent.filter { $0.grant.revocation?.reason.isAlarming == true }
        var findings: [Finding] = []
        if let example = lost.first {
            findings.append(
                Finding(
                    .doubtful,
                    "sign-ins",
                    "Approved within a day, and never fetched by their client: \(lost.count), "
                        + "\(example.client.name) the last.",
                    advice: "The person's browser did not reach the client, or the client did not "
                        + "reach /token. See 'wayleave grant list --since 1d' and the server's log."
                )
            )
        }
        if let example = alarming.first, let reason = example.grant.revocation?.reason {
            findings.append(
                Finding(
                    .doubtful,
                    "sign-ins",
                    "Ended by a rule within a day: \(alarming.count), \(example.client.name) the "
                        + "last. \(reason.text)",
                    advice: "wayleave grant show \(example.grant.identifier)"
                )
            )
        }
        guard findings.isEmpty else { return findings }
        let words =
            recent.isEmpty
            ? "Nobody approved a client" : "All \(recent.count) approvals came through"
        return [Finding(.fine, "sign-ins", "\(words) within a day.")]
    }
}
