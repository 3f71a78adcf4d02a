internal import HTTPClient
internal import Primitives
internal import Providers
internal import Publishing

/// Puts together what drafts posts.
struct GeneratorParts {
    let generators: Drafting.Generators

    init(
        _ configuration: GeneratorConfiguration,
        _ materials: ProviderParts.Materials,
        _ strangers: VettedClient
    ) throws(ServerError) {
        let clock = SystemWallClock()
        let log = materials.log
        var generators = Drafting.Generators.embedded
        if let text = try configuration.text?.endpoint() {
            generators.text = ChatTextGenerator(
                text,
                client: try materials.client(trusting: text.origin),
                clock: clock,
                log: log
            )
        }
        if let image = try configuration.image?.endpoint() {
            generators.image = ModelImageGenerator(
                image,
                clients: ModelImageGenerator.Clients(
                    endpoint: try materials.client(trusting: image.origin),
                    strangers: strangers
                ),
                clock: clock,
                log: log
            )
        }
        generators.references = VettedReferenceFetcher(client: strangers, log: log)
        generators.dailyLimit = configuration.dailyDrafts
        self.generators = generators
    }
}
