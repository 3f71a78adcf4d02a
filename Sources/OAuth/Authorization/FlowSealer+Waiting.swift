internal import JSON
public import Primitives

extension FlowSealer {
    /// How long a request may wait for an operator, from when it first had to.
    public static let waitingSeconds: Int64 = 43_200

    /// The same flow in a form that lives until the waiting ends, but can only wait.
    ///
    /// It keeps its name, so that it still leads to one approval at most.
    ///
    /// - Parameters:
    ///   - text: The sealed flow as the browser sent it.
    ///   - binding: The secret of the browser that sent it.
    ///   - now: The time.
    /// - Returns: The flow, or `nil` where it has waited long enough or cannot be opened.
    public func waiting(_ text: [UInt8], binding: [UInt8], at now: Timestamp) -> String? {
        guard var object = content(of: text, binding, now) else { return nil }
        let end =
            object["w"]?.integerValue ?? now.adding(seconds: Self.waitingSeconds).secondsSinceEpoch
        guard now.secondsSinceEpoch < end else { return nil }
        object["w"] = .integer(end)
        object["x"] = .integer(end)
        object["k"] = .bool(true)
        return close(object, binding)
    }

    /// The same flow in the form that can be decided about, for the usual time.
    ///
    /// - Parameters:
    ///   - text: The sealed flow as the browser sent it.
    ///   - binding: The secret of the browser that sent it.
    ///   - now: The time.
    /// - Returns: The flow, or `nil` where it cannot be opened.
    public func decidable(_ text: [UInt8], binding: [UInt8], at now: Timestamp) -> String? {
        guard var object = content(of: text, binding, now) else { return nil }
        object["x"] = .integer(now.adding(seconds: Self.lifetimeSeconds).secondsSinceEpoch)
        object["k"] = nil
        return close(object, binding)
    }

    /// Whether the flow is in the form that can only wait.
    public func isWaiting(_ text: [UInt8], binding: [UInt8], at now: Timestamp) -> Bool {
        content(of: text, binding, now)?["k"]?.boolValue == true
    }
}

extension AuthorizationService {
    /// The form of a flow that can only wait, as ``FlowSealer/waiting(_:binding:at:)`` at this
    /// moment.
    public func waiting(_ flow: [UInt8], binding: [UInt8]) -> String? {
        sealer.waiting(flow, binding: binding, at: tokens.clock.now())
    }

    /// The form of a flow that can be decided about, as ``FlowSealer/decidable(_:binding:at:)`` at
    /// this moment.
    public func decidable(_ flow: [UInt8], binding: [UInt8]) -> String? {
        sealer.decidable(flow, binding: binding, at: tokens.clock.now())
    }

    /// Whether a flow can only wait, as ``FlowSealer/isWaiting(_:binding:at:)`` at this moment.
    public func isWaiting(_ flow: [UInt8], binding: [UInt8]) -> Bool {
        sealer.isWaiting(flow, binding: binding, at: tokens.clock.now())
    }
}
