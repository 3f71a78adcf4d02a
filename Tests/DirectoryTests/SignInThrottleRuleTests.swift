import Directory
import Primitives
import Testing

@Suite("The sign-in throttle's rule")
struct SignInThrottleRuleTests {
    /// Successes and failures of different people behind one address, and what they leave.
    @Test(
        arguments: [
            (successes: 0, failures: 3, counted: 3),
            (successes: 1, failures: 0, counted: 0),
            (successes: 40, failures: 0, counted: 0),
            (successes: 40, failures: 19, counted: 19),
            (successes: 1, failures: 20, counted: 20),
        ]
    )
    func `only failures stay counted against a source`(
        successes: Int,
        failures: Int,
        counted: Int64
    ) {
        let rule = SignInThrottleRule()
        let now = Timestamp(secondsSinceEpoch: 1000)
        var source: ThrottleRecord?
        for number in 0..<(successes + failures) {
            var state = SignInThrottleState(account: nil, source: source)
            #expect(rule.admit(&state, at: now) == .admitted)
            if number < successes { rule.succeed(&state) }
            source = state.source
        }
        #expect(source?.attempts == counted)
        var next = SignInThrottleState(account: nil, source: source)
        let isFull = counted == rule.attemptsPerWindow
        let refused = SignInThrottleRule.Admission.refused(
            until: Timestamp(secondsSinceEpoch: 1060)
        )
        #expect(rule.admit(&next, at: now) == (isFull ? refused : .admitted))
    }

    @Test(arguments: [nil, 0, 1, 7] as [Int64?])
    func `a success takes back one attempt and never more`(before: Int64?) {
        let end = Timestamp(secondsSinceEpoch: 60)
        let source = before.map { ThrottleRecord(attempts: $0, until: end, forgottenAt: end) }
        var state = SignInThrottleState(account: source, source: source)
        SignInThrottleRule().succeed(&state)
        #expect(state.account == nil)
        #expect(state.source?.attempts == before.map { max($0 - 1, 0) })
        #expect(state.source?.until == source?.until)
    }
}
