internal import JSON
private import Primitives

extension ToolError {
    /// The answer to a call that the person's role in the workspace does not allow.
    static func roleTooLow(
        _ workspace: ActiveToken.WorkspaceGrant,
        missing: [String],
        token: ActiveToken
    ) -> ToolError {
        let scopes = missing.joined(separator: " ")
        let others = token.workspaces.filter { other in
            missing.allSatisfy { scope in other.scopes.contains { $0.isIdentical(to: scope) } }
        }
        let names = others.map { "\($0.id) (\($0.name))" }.joined(separator: ", ")
        return ToolError(
            code: .roleTooLow,
            message: "As \(workspace.role) of \(workspace.name) the person may not do this; it "
                + "needs \(scopes).",
            hint: others.isEmpty
                ? "An owner of the workspace can give the person another role."
                : "It is allowed in: \(names). An owner can give the person another role.",
            details: [
                "required_scope": .string(scopes),
                "role": .string(workspace.role),
                "workspaces": .array(
                    others.map { ["id": .string($0.id), "name": .string($0.name)] }
                ),
            ]
        )
    }
}
