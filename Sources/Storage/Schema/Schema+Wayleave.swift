public import Database

extension Schema {
    /// The product's schema, one migration for each release that changed it.
    public static let wayleave = Schema(
        // "WLVE"
        applicationID: 0x574c_5645,
        migrations: [
            .firstSchema, .connectionsAndSettings, .publishing, .clientPolicy, .clientDocuments,
            .publications, .deregisteredClients,
            .workflows, .profileConnections, .activity, .confirmation,
            .draftBudgets,
            .accessState, .callApprovals, .campaigns, .workflowPauses, .accessChanges,
            .disconnectedProfiles,
        ]
    )
}
