internal import Cryptography
internal import Directory
internal import JSON
private import Primitives
internal import Publishing
internal import Storage

extension Installation {
    /// Adds the content of a file to a workspace.
    ///
    /// - Parameters:
    ///   - path: A content file, as ``exportContent(of:to:)`` writes it.
    ///   - workspace: A `ws_…`, or a name that only one workspace has.
    /// - Returns: What was added and replaced.
    /// - Throws: ``AdministrationError``, which names the place of a mistake; then nothing was
    ///   changed.
    public func importContent(
        at path: String,
        into workspace: String
    ) async throws(AdministrationError) -> CommandOutput {
        _ = try knownWorkspace(workspace)
        let bytes = try ContentFile.read(path)
        do throws(AdministrationError) {
            return try await importContent(bytes, into: workspace)
        } catch {
            throw AdministrationError("\(AdministrationError.quoted(path)): \(error.description)")
        }
    }

    func importContent(
        _ file: [UInt8],
        into workspace: String
    ) async throws(AdministrationError) -> CommandOutput {
        let known = try knownWorkspace(workspace).workspace
        let access = access(to: known.identifier, known.name)
        let report: ImportReport
        do {
            let document = try JSONValue(parsing: file)
            let content = try ContentReader.read(
                document,
                ItemIdentifiers(random: random),
                now: clock.now()
            )
            report = try await store.publishing(.local, vault: try vault(for: content))
                .add(content, to: access)
        } catch let error as JSONParseError {
            throw AdministrationError(error.description(in: file))
        } catch let fault as PublishingFault {
            throw AdministrationError(fault)
        } catch {
            throw AdministrationError("\(error)")
        }
        return CommandOutput(
            "\(known.name): \(report.added) added, \(report.replaced) replaced.",
            json: [
                "workspace": .string(known.identifier), "added": .integer(Int64(report.added)),
                "replaced": .integer(Int64(report.replaced)),
            ]
        )
    }

    /// Returns the content of a workspace as a file, or writes the file.
    ///
    /// - Parameters:
    ///   - workspace: A `ws_…`, or a name that only one workspace has.
    ///   - path: Where to write it; a file that is there is left alone. `nil` returns it.
    /// - Returns: The content, or where it is now.
    /// - Throws: ``AdministrationError``.
    public func exportContent(
        of workspace: String,
        to path: String?
    ) async throws(AdministrationError) -> CommandOutput {
        let known = try knownWorkspace(workspace).workspace
        let content: WorkspaceContent
        do throws(PublishingFault) {
            content = try await store.publishing(.local)
                .content(of: access(to: known.identifier, known.name))
        } catch {
            throw AdministrationError(error)
        }
        let document = content.document
        guard let path else { return CommandOutput(document.indentedText, json: document) }
        try ContentFile.write(Array((document.indentedText + "\n").utf8), to: path)
        return CommandOutput(
            "Wrote the content of \(known.name) to \(path).",
            json: ["workspace": .string(known.identifier), "file": .string(path)]
        )
    }

    /// The key that seals secrets, where the content has any.
    private func vault(for content: WorkspaceContent) throws -> SealingKey? {
        guard content.connections.values.contains(where: { $0.secret != nil }) else { return nil }
        return try KeyFile.loadOrCreate(at: paths.keys, random: random).connectionKey
    }

    private func access(to identifier: String, _ name: String) -> WorkspaceAccess {
        WorkspaceAccess(
            identifier: identifier,
            name: name,
            actor: .operatorAtShell(account: account)
        )
    }
}

extension AdministrationError {
    fileprivate init(_ fault: PublishingFault) {
        switch fault {
        case .invalid(let part, let problem): self.init("\(part) \(problem)")
        case .media(let url, let problem): self.init("media from \(Self.quoted(url)): \(problem)")
        case .unavailable(let reason): self.init(reason)
        default: self.init("\(fault)")
        }
    }
}
