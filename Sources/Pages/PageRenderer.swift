/// Turns page models into HTML.
///
/// Everything that can be wrong with a template is found when the renderer is made; rendering
/// cannot fail. Values may be used from any thread.
public struct PageRenderer: Sendable {
    private let templates: Templates

    private struct Templates: Sendable {
        let signIn: Template
        let consent: Template
        let account: Template
        let calls: (activity: Template, confirm: Template)
        let connection: Template
        let connect: Template
        let profiles: (list: Template, disconnect: Template)
        let waiting: Template
        let done: Template
        let denied: Template
        let signedOut: Template
        let error: Template
    }

    /// Compiles the built-in templates, or those of a folder where it has a file of the same name.
    ///
    /// - Parameter folder: The folder of `--templates`, or `nil`.
    /// - Throws: ``TemplateError`` that names file, line and column: a name that the page does not
    ///   have, a missing include, a value where escaping would not hold, a file that no page uses.
    public init(overrides folder: String? = nil) throws(TemplateError) {
        var files = EmbeddedFiles.templates
        var own: [String: [UInt8]] = [:]
        if let folder { own = try TemplateFolder.read(folder) }
        files.merge(own) { _, override in override }
        try self.init(files: files, mustUse: own.keys.sorted())
    }

    /// Compiles the templates of `files`, each of `mustUse` for at least one page.
    package init(files: [String: [UInt8]], mustUse: [String] = []) throws(TemplateError) {
        var used: Set<String> = []
        func compile<Model>(
            _ file: String,
            _ shape: Shape<Model>
        ) throws(TemplateError) -> Template {
            var compiler = TemplateCompiler(sources: files)
            let template = try compiler.compile(file, fields: shape.declarations)
            used.formUnion(compiler.used)
            return template
        }
        templates = Templates(
            signIn: try compile("sign-in.html", SignInPage.shape),
            consent: try compile("consent.html", ConsentPage.shape),
            account: try compile("account.html", AccountPage.shape),
            calls: (
                activity: try compile("activity.html", ActivityPage.shape),
                confirm: try compile("confirm.html", ConfirmPage.shape)
            ),
            connection: try compile("connection.html", ConnectionPage.shape),
            connect: try compile("connect.html", ConnectPage.shape),
            profiles: (
                list: try compile("profiles.html", ProfilesPage.shape),
                disconnect: try compile("disconnect.html", DisconnectPage.shape)
            ),
            waiting: try compile("waiting.html", WaitingPage.shape),
            done: try compile("done.html", DonePage.shape),
            denied: try compile("denied.html", DeniedPage.shape),
            signedOut: try compile("signed-out.html", SignedOutPage.shape),
            error: try compile("error.html", ErrorPage.shape)
        )
        if let stray = mustUse.first(where: { !used.contains($0) }) {
            throw TemplateError(file: stray, line: 0, column: 0, problem: "no page uses this file")
        }
    }

    /// Returns the page where a person signs in.
    public func render(_ page: SignInPage) -> [UInt8] {
        templates.signIn.render(SignInPage.shape.values(of: page))
    }

    /// Returns the page where a person decides about an application.
    public func render(_ page: ConsentPage) -> [UInt8] {
        templates.consent.render(ConsentPage.shape.values(of: page))
    }

    /// Returns the page of a person's connections.
    public func render(_ page: AccountPage) -> [UInt8] {
        templates.account.render(AccountPage.shape.values(of: page))
    }

    /// Returns the page where a person agrees to one call.
    public func render(_ page: ConfirmPage) -> [UInt8] {
        templates.calls.confirm.render(ConfirmPage.shape.values(of: page))
    }

    /// Returns the page of the calls that were made for a person.
    public func render(_ page: ActivityPage) -> [UInt8] {
        templates.calls.activity.render(ActivityPage.shape.values(of: page))
    }

    /// Returns the page where a person changes a connection.
    public func render(_ page: ConnectionPage) -> [UInt8] {
        templates.connection.render(ConnectionPage.shape.values(of: page))
    }

    /// Returns the page where a person connects a profile of a network.
    public func render(_ page: ConnectPage) -> [UInt8] {
        templates.connect.render(ConnectPage.shape.values(of: page))
    }

    /// Returns the page of the profiles of a person's workspaces.
    public func render(_ page: ProfilesPage) -> [UInt8] {
        templates.profiles.list.render(ProfilesPage.shape.values(of: page))
    }

    /// Returns the page where a person disconnects a profile.
    public func render(_ page: DisconnectPage) -> [UInt8] {
        templates.profiles.disconnect.render(DisconnectPage.shape.values(of: page))
    }

    /// Returns the page where a person waits for the operator.
    public func render(_ page: WaitingPage) -> [UInt8] {
        templates.waiting.render(WaitingPage.shape.values(of: page))
    }

    /// Returns the page after an approval.
    public func render(_ page: DonePage) -> [UInt8] {
        templates.done.render(DonePage.shape.values(of: page))
    }

    /// Returns the page after a refusal.
    public func render(_ page: DeniedPage) -> [UInt8] {
        templates.denied.render(DeniedPage.shape.values(of: page))
    }

    /// Returns the page after signing out.
    public func render(_ page: SignedOutPage) -> [UInt8] {
        templates.signedOut.render(SignedOutPage.shape.values(of: page))
    }

    /// Returns the page that says what went wrong.
    public func render(_ page: ErrorPage) -> [UInt8] {
        templates.error.render(ErrorPage.shape.values(of: page))
    }
}
