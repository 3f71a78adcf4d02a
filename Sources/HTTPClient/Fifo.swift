/// A queue that takes from its front without moving the rest.
struct Fifo<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var count: Int { elements.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    mutating func takeFirst() -> Element? {
        guard head < elements.count else { return nil }
        let first = elements[head].take()
        head += 1
        if head == elements.count {
            elements.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64, head * 2 >= elements.count {
            elements.removeSubrange(0..<head)
            head = 0
        }
        return first
    }

    /// Takes everything out, front first.
    mutating func takeAll() -> [Element] {
        let all = elements[head...].compactMap { $0 }
        elements = []
        head = 0
        return all
    }

    /// The elements, front first.
    var all: some Sequence<Element> {
        elements[head...].lazy.compactMap { $0 }
    }

    /// Changes the first element that satisfies `condition`; returns whether there was one.
    mutating func changeFirst(
        where condition: (Element) -> Bool,
        _ change: (inout Element) -> Void
    ) -> Bool {
        for index in head..<elements.count {
            guard var element = elements[index], condition(element) else { continue }
            change(&element)
            elements[index] = element
            return true
        }
        return false
    }
}
