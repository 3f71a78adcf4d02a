extension Drafting {
    /// Has a post of a campaign written, with up to `count` different pictures; stores nothing.
    ///
    /// A picture that cannot be made is left out with a warning: the text is worth keeping.
    func written(
        _ material: DraftMaterial,
        for request: DraftRequest,
        images count: Int
    ) async throws(PublishingFault) -> WrittenPost {
        let draft = try await finished(material, wantsImage: count > 0)
        var change = Self.change(request, draft)
        var warnings = draft.making.warnings
        if let first = draft.image, count > 1 {
            var images = [first]
            let problem = await add(count - 1, to: &images, material.brief, draft.text.headline)
            change.media = .set(images)
            if let problem { warnings.append(problem) }
        }
        return WrittenPost(change, generator: draft.making.generator, warnings: warnings)
    }

    /// Adds further pictures, or says why there are fewer.
    private func add(
        _ count: Int,
        to images: inout [MediaFile],
        _ brief: DraftBrief,
        _ headline: String
    ) async -> String? {
        var brief = brief
        for _ in 0..<count {
            brief.seed &+= 1
            do throws(GenerationError) {
                let made = try await generators.image.image(for: brief, headline: headline)
                // A model may ignore the seed; the painter that is built in does not.
                guard !images.contains(where: { $0.bytes == made.bytes }) else {
                    return "The generator made the same picture again, so there are no more."
                }
                images.append(MediaFile(generated: made, identifiers))
            } catch {
                return "There are fewer pictures: \(error.message)"
            }
        }
        return nil
    }
}
