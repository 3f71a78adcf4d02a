package import Primitives

/// Decides whether a URL may be fetched now, from what was fetched before; without clock or I/O.
///
/// It makes the server useless as a source of load on others: a host is asked so often a minute,
/// and a URL that failed is left alone for a while, however many people ask for it.
package struct FetchLimiter {
    private struct Failure {
        let until: MonotonicInstant
        let wasTransient: Bool
    }

    private let limits: FetchLimits
    /// When the fetches of the last minute began, oldest first.
    private var begun: [String: [MonotonicInstant]] = [:]
    private var failures: [String: Failure] = [:]

    package init(_ limits: FetchLimits) {
        self.limits = limits
    }

    /// Hosts and failed URLs that are remembered.
    package var rememberedCount: Int { begun.count + failures.count }

    /// Records that `url` at `host` is about to be fetched, or returns why it must not be.
    package mutating func begin(
        _ url: String,
        host: String,
        at now: MonotonicInstant
    ) -> VettedClientError? {
        if let failure = failures[url] {
            guard failure.until <= now else {
                return .failedJustNow(wasTransient: failure.wasTransient)
            }
            failures[url] = nil
        }
        var times = begun[host, default: []]
        times.removeAll { $0.adding(milliseconds: 60_000) <= now }
        guard times.count < limits.maximumPerHostAndMinute else { return .hostAskedTooOften }
        times.append(now)
        makeRoomForHost(host, at: now)
        begun[host] = times
        return nil
    }

    /// Records that `url` failed for the reason `error`.
    package mutating func failed(
        _ url: String,
        _ error: VettedClientError,
        at now: MonotonicInstant
    ) {
        if failures[url] == nil, failures.count >= limits.maximumRemembered {
            failures = failures.filter { $0.value.until > now }
            if failures.count >= limits.maximumRemembered,
                let first = failures.min(by: { $0.value.until < $1.value.until })
            {
                failures[first.key] = nil
            }
        }
        failures[url] = Failure(
            until: now.adding(milliseconds: limits.pauseAfterFailureSeconds * 1_000),
            wasTransient: error.isTransient
        )
    }

    private mutating func makeRoomForHost(_ host: String, at now: MonotonicInstant) {
        guard begun[host] == nil, begun.count >= limits.maximumRemembered else { return }
        begun = begun.filter { entry in
            entry.value.contains { $0.adding(milliseconds: 60_000) > now }
        }
        guard begun.count >= limits.maximumRemembered else { return }
        // The host with the fewest fetches is the farthest from its limit.
        if let least = begun.min(by: { $0.value.count < $1.value.count }) { begun[least.key] = nil }
    }
}
