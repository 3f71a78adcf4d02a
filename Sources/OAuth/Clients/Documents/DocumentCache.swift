internal import Primitives

/// What was read of published documents, within bounds (Client ID Metadata Document, *Metadata
/// Caching*).
///
/// A plain value: whoever holds it brings the time and the lock.
struct DocumentCache<Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let fetchedAt: Timestamp
        let freshUntil: Timestamp
        /// The only flow that it serves; `nil` for all.
        let flow: String?
        var lastUse: UInt64
    }

    private let bounds: DocumentBounds
    private var entries: [String: Entry] = [:]
    private var uses: UInt64 = 0

    init(_ bounds: DocumentBounds) {
        self.bounds = bounds
    }

    /// How many documents are kept.
    var count: Int { entries.count }

    /// Returns what may be used without reading it again, or `nil`.
    ///
    /// - Parameters:
    ///   - address: The address.
    ///   - flow: The flow that asks; a document of another flow alone is not for it.
    ///   - isDoubted: Whether the caller misses something in the copy: then one is enough that is
    ///     younger than the floor.
    ///   - now: The time.
    /// - Returns: What was read there, as long as it is fresh.
    mutating func find(
        _ address: String,
        flow: String,
        isDoubted: Bool,
        at now: Timestamp
    ) -> Value? {
        guard let entry = entry(address, flow: flow) else { return nil }
        let end =
            isDoubted
            ? entry.fetchedAt.adding(seconds: bounds.floorSeconds) : entry.freshUntil
        guard now < end else { return nil }
        touch(address)
        return entry.value
    }

    /// The copy that may still serve because it could not be read again, or `nil`.
    mutating func stale(_ address: String, flow: String, at now: Timestamp) -> Value? {
        guard let entry = entry(address, flow: flow),
            now < entry.freshUntil.adding(seconds: bounds.staleSeconds)
        else { return nil }
        touch(address)
        return entry.value
    }

    /// Keeps what was read; beyond the largest number the least recently used one goes.
    mutating func keep(
        _ value: Value,
        at address: String,
        lifetime: DocumentLifetime,
        flow: String,
        now: Timestamp
    ) {
        uses += 1
        entries[address] = Entry(
            value: value,
            fetchedAt: now,
            freshUntil: now.adding(seconds: bounds.seconds(lifetime)),
            flow: lifetime == .thisFlowOnly ? flow : nil,
            lastUse: uses
        )
        guard entries.count > bounds.maximumDocuments else { return }
        // 200 entries are walked once for each fetch, which itself takes a thousand times as long.
        let oldest = entries.min { $0.value.lastUse < $1.value.lastUse }
        if let oldest { entries[oldest.key] = nil }
    }

    /// Forgets what turned out to break the rules.
    mutating func drop(_ address: String) {
        entries[address] = nil
    }

    private func entry(_ address: String, flow: String) -> Entry? {
        guard let entry = entries[address] else { return nil }
        guard let owner = entry.flow else { return entry }
        return owner.isIdentical(to: flow) ? entry : nil
    }

    private mutating func touch(_ address: String) {
        uses += 1
        entries[address]?.lastUse = uses
    }
}

/// How long published documents are kept, and how many.
public struct DocumentBounds: Sendable {
    /// Seconds for which a document is kept whatever it says.
    public var floorSeconds: Int64 = 60
    /// Seconds for which it is kept at most.
    public var capSeconds: Int64
    /// Seconds for which one is kept that says nothing.
    public var unstatedSeconds: Int64 = 300
    /// Seconds beyond its end for which it serves while it cannot be read again.
    public var staleSeconds: Int64 = 3_600
    /// Seconds of one flow, for a document that is for this flow only.
    public var flowSeconds: Int64 = FlowSealer.lifetimeSeconds
    /// The most documents that are kept.
    public var maximumDocuments = 200

    private init(capSeconds: Int64) {
        self.capSeconds = capSeconds
    }

    /// For metadata documents: a day at most.
    public static let documents = DocumentBounds(capSeconds: 86_400)
    /// For key sets: an hour at most, for a key that was withdrawn must not live much longer.
    public static let keys = DocumentBounds(capSeconds: 3_600)

    /// How long a document with `lifetime` is kept.
    func seconds(_ lifetime: DocumentLifetime) -> Int64 {
        switch lifetime {
        case .seconds(let stated): min(max(stated, floorSeconds), capSeconds)
        case .unstated: min(unstatedSeconds, capSeconds)
        case .thisFlowOnly: flowSeconds
        }
    }
}
