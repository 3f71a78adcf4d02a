public import JSON
internal import Primitives

/// Has posts drafted by generators, within a budget, and keeps them as drafts.
///
/// A generator is asked between two writes and never inside one: the first takes the draft from the
/// budget, the second stores the post. What a failing generator had taken is given back.
public struct Drafting: Sendable {
    /// Where everything is kept.
    public struct Stores: Sendable {
        let posts: any PostStore
        let brand: any BrandStore
        let budget: any DraftBudget

        /// Gathers the stores.
        public init(posts: any PostStore, brand: any BrandStore, budget: any DraftBudget) {
            self.posts = posts
            self.brand = brand
            self.budget = budget
        }
    }

    /// Who writes, who draws and who reads references.
    public struct Generators: Sendable {
        /// How many drafts a workspace may have generated on a day unless configured otherwise.
        public static let standardDailyLimit = 100

        /// Writes texts.
        public var text: any TextGenerator
        /// Makes pictures.
        public var image: any ImageGenerator
        /// Reads references, or `nil` where the server is not set up for it.
        public var references: (any ReferenceFetcher)?
        /// How many drafts a workspace may have generated on a day (UTC).
        public var dailyLimit = standardDailyLimit

        /// What works without a network.
        public static let embedded = Generators(text: EmbeddedComposer(), image: CardPainter())

        /// Gathers generators.
        public init(text: any TextGenerator, image: any ImageGenerator) {
            self.text = text
            self.image = image
        }
    }

    /// How long a draft may take that somebody waits for, all of it together; many clients give a
    /// call a minute.
    public static let patienceMilliseconds: UInt64 = 55_000

    private let stores: Stores
    let generators: Generators
    let identifiers: ItemIdentifiers

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - stores: Where everything is kept.
    ///   - generators: Who writes and draws.
    ///   - identifiers: Names new posts and files.
    public init(stores: Stores, generators: Generators, identifiers: ItemIdentifiers) {
        self.stores = stores
        self.generators = generators
        self.identifiers = identifiers
    }

    /// Has one post drafted and keeps it.
    ///
    /// - Parameters:
    ///   - request: What is wanted.
    ///   - key: What makes a repeated call the same, or `nil`.
    ///   - render: Writes the result.
    ///   - access: The workspace.
    ///   - progress: Hears of each step; a repeated call has none.
    /// - Returns: The result, that of the first call for a repeated one.
    /// - Throws: ``PublishingFault``; no post was stored then.
    public func create(
        _ request: DraftRequest,
        key: OnceKey?,
        render: @escaping @Sendable (PostGroup, DraftMaking) -> JSONObject,
        in access: WorkspaceAccess,
        progress: DraftSteps.Listener? = nil
    ) async throws(PublishingFault) -> JSONObject {
        if let key, let first = try await stores.posts.firstResult(of: key, in: access) {
            return first
        }
        let deadline = MonotonicInstant.now().adding(milliseconds: Self.patienceMilliseconds)
        let identifier = identifiers.make(.postGroup)
        let allowance = try await allowance(for: request, in: access)
        let steps = DraftSteps(request, progress)
        steps?.begin()
        let draft: FinishedDraft
        do throws(PublishingFault) {
            var material = try await material(for: request, in: access, steps)
            material.brief.seed = Self.seed(of: identifier)
            material.brief.deadline = deadline
            draft = try await finished(material, wantsImage: request.wantsImage, steps)
        } catch {
            // What failed first is what the caller is told.
            try? await stores.budget.giveBack(allowance, in: access)
            throw error
        }
        let making = draft.making
        let result = try await stores.posts.write(
            .create(identifier: identifier, Self.change(request, draft)),
            WriteTicket(key: key) { render($0, making) },
            in: access
        )
        steps?.take("The draft is stored.")
        return result
    }

    /// Takes `count` drafts from the day's budget, once what a request names is known to exist.
    ///
    /// - Parameters:
    ///   - request: What is wanted.
    ///   - count: How many drafts are going to be generated.
    ///   - access: The workspace.
    /// - Returns: What was taken; ``giveBack(_:in:)`` returns what comes to nothing.
    /// - Throws: ``PublishingFault``; nothing was taken then.
    public func allowance(
        for request: DraftRequest,
        count: Int = 1,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> DraftAllowance {
        _ = try await items(of: request, in: access)
        return try await stores.budget.take(count, of: generators.dailyLimit, in: access)
    }

    /// Gives back drafts that came to nothing.
    public func giveBack(
        _ allowance: DraftAllowance,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) {
        try await stores.budget.giveBack(allowance, in: access)
    }

    /// Finds what a request names and reads its references.
    ///
    /// - Parameters:
    ///   - request: What is wanted.
    ///   - access: The workspace.
    ///   - steps: Hears of each page.
    /// - Returns: The brief, with a warning for each page that could not be read.
    /// - Throws: ``PublishingFault/unknown(_:identifier:)`` for what the workspace does not hold.
    public func material(
        for request: DraftRequest,
        in access: WorkspaceAccess,
        _ steps: DraftSteps? = nil
    ) async throws(PublishingFault) -> DraftMaterial {
        let items = try await items(of: request, in: access)
        var brief = DraftBrief(prompt: request.prompt)
        brief.sender = access.name
        brief.brand = items.brand?.content
        brief.tone = request.tone
        brief.length = request.length
        brief.hashtags = items.library?.hashtags ?? []
        brief.designs = items.designs.map(\.name)
        var material = DraftMaterial(brief: brief, warnings: [])
        for (url, page) in await pages(request.referenceURLs, steps) {
            switch page {
            case .success(let text):
                material.brief.references.append(DraftReference(url: url, text: text))
            case .failure(let fault): material.warnings.append(Self.warning(of: fault, at: url))
            }
        }
        return material
    }

    /// Has a brief written and, where wanted, drawn; stores nothing.
    ///
    /// - Parameters:
    ///   - material: What to write, and what to warn of.
    ///   - wantsImage: Whether a picture is wanted. One that cannot be made is left out with a
    ///     warning: the text is worth keeping.
    ///   - steps: Hears of the text and of the picture.
    /// - Returns: The draft.
    /// - Throws: ``PublishingFault/generation(_:)``.
    public func finished(
        _ material: DraftMaterial,
        wantsImage: Bool,
        _ steps: DraftSteps? = nil
    ) async throws(PublishingFault) -> FinishedDraft {
        let text: TextDraft
        do throws(GenerationError) {
            text = try await generators.text.draft(material.brief)
        } catch {
            throw .generation(error)
        }
        steps?.take("The text is written.")
        var warnings = material.warnings + text.warnings
        var image: (file: MediaFile, generator: String)?
        if wantsImage {
            do throws(GenerationError) {
                let made = try await generators.image.image(
                    for: material.brief,
                    headline: text.headline
                )
                warnings += made.warnings
                image = (MediaFile(generated: made, identifiers), made.generator)
                steps?.take("Picture 1 of 1 is drawn.")
            } catch {
                warnings.append("There is no picture: \(error.message)")
                steps?.take("There is no picture.")
            }
        }
        return FinishedDraft(
            text: text,
            image: image?.file,
            making: DraftMaking(
                generator: text.generator,
                imageGenerator: image?.generator,
                card: image.flatMap { $0.file.cardText },
                headline: text.headline,
                warnings: warnings
            )
        )
    }

    /// Reads all pages at once, so that together they take no longer than the slowest.
    private func pages(
        _ urls: [String],
        _ steps: DraftSteps?
    ) async -> [(url: String, page: Result<String, PublishingFault>)] {
        await withTaskGroup(of: (Int, Result<String, PublishingFault>).self) { group in
            for (index, url) in urls.enumerated() {
                group.addTask { (index, await page(url)) }
            }
            var pages: [Int: Result<String, PublishingFault>] = [:]
            for await (index, page) in group {
                pages[index] = page
                let isRead = (try? page.get()) != nil
                let number = "Page \(pages.count) of \(urls.count)"
                steps?.take(isRead ? "\(number) is read." : "\(number) is left out.")
            }
            return urls.enumerated().compactMap { index, url in pages[index].map { (url, $0) } }
        }
    }

    private func page(_ url: String) async -> Result<String, PublishingFault> {
        guard let fetcher = generators.references else {
            return .failure(.notSetUp("this server cannot read references"))
        }
        do throws(PublishingFault) {
            return .success(try await fetcher.text(of: url))
        } catch {
            return .failure(error)
        }
    }

    private static func warning(of fault: PublishingFault, at url: String) -> String {
        switch fault {
        case .media(_, let problem), .notSetUp(let problem):
            "The reference \(url) was left out: \(problem)."
        default: "The reference \(url) was left out."
        }
    }
}

// What a request names.
extension Drafting {
    private struct Items {
        var brand: BrandKit?
        var library: HashtagLibrary?
        var designs: [StudioTemplate] = []
    }

    private func items(
        of request: DraftRequest,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Items {
        var items = Items()
        if let brand = request.brand {
            items.brand = try await stores.brand.brandKit(brand, in: access)
        }
        let references = try await stores.posts.references(
            profiles: request.profiles,
            hashtagLibrary: request.hashtagLibrary,
            in: access
        )
        for profile in request.profiles where references.profiles[profile] == nil {
            throw .unknown(.profile, identifier: profile)
        }
        if let library = request.hashtagLibrary {
            guard let found = references.hashtagLibrary else {
                throw .unknown(.hashtagLibrary, identifier: library)
            }
            items.library = found
        }
        for design in request.designs {
            items.designs.append(try await stores.brand.studioTemplate(design, in: access))
        }
        return items
    }

    static func change(_ request: DraftRequest, _ draft: FinishedDraft) -> PostChange {
        var change = PostChange()
        change.caption = .set(draft.text.caption)
        change.media = .set(draft.image.map { [$0] } ?? [])
        change.profiles = .set(request.profiles)
        change.hashtagLibrary = .set(request.hashtagLibrary)
        return change
    }

    /// A number for a text, the same for the same text (FNV-1a, 64 bits).
    public static func seed(of text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
