internal import CLinux

/// Bytes that wait to be sent, in order.
///
/// Small pieces are joined, so that the answers of one round leave in one call; large ones are kept
/// as they are, without a copy.
struct OutgoingQueue {
    /// From this size on, a piece is not copied.
    private static let largePiece = 32 * 1_024
    /// More memory than this is given back when the queue runs empty.
    private static let keptCapacity = 4 * 1_024
    /// Pieces that leave in one call: an answer's head, its content and the next answer's head.
    private static let piecesAtOnce = 4

    private var pieces: [[UInt8]] = []
    private var firstPiece = 0
    private var tail: [UInt8] = []
    /// Bytes of the first piece, or of the tail when there is none, that were sent already.
    private var sent = 0
    private(set) var byteCount = 0

    var isEmpty: Bool { byteCount == 0 }

    mutating func append(_ bytes: [UInt8]) {
        guard bytes.count >= Self.largePiece else {
            appendToTail { $0.append(contentsOf: bytes) }
            return
        }
        closeTail()
        pieces.append(bytes)
        byteCount += bytes.count
    }

    /// Lets `body` append to the joined bytes.
    mutating func appendToTail(_ body: (inout [UInt8]) -> Void) {
        if sent >= Self.largePiece, firstPiece == pieces.count {
            tail.removeFirst(sent)
            sent = 0
        }
        let before = tail.count
        body(&tail)
        byteCount += tail.count - before
    }

    private mutating func closeTail() {
        guard !tail.isEmpty else { return }
        pieces.append(tail)
        tail = []
    }

    /// Shows the bytes that come first to `body`, which returns how many of them are done with.
    ///
    /// - Parameter body: Gets the bytes and whether others follow them; a negative result changes
    ///   nothing.
    /// - Returns: What `body` returned, or 0 when the queue is empty.
    mutating func consume(_ body: (UnsafeBufferPointer<UInt8>, Bool) -> Int) -> Int {
        guard byteCount > 0 else { return 0 }
        let isPiece = firstPiece < pieces.count
        let total = isPiece ? pieces[firstPiece].count : tail.count
        let following = byteCount > total - sent
        let show = { [sent] (bytes: UnsafeBufferPointer<UInt8>) in
            unsafe body(UnsafeBufferPointer(rebasing: bytes[sent...]), following)
        }
        // Read in place: a second reference would make `removeAll` allocate anew. The pointer lives
        // during the call only.
        let count =
            isPiece
            ? unsafe pieces[firstPiece].withUnsafeBufferPointer(show)
            : unsafe tail.withUnsafeBufferPointer(show)
        if count > 0 { advance(by: count, of: total, isPiece: isPiece) }
        return count
    }

    /// Shows the pieces that come first to `body`, so that they can leave together.
    ///
    /// - Parameter body: Gets the pieces and whether others follow them, and returns how many of
    ///   their bytes are done with; a negative result changes nothing.
    /// - Returns: What `body` returned.
    mutating func consumePieces(_ body: (UnsafeBufferPointer<iovec>, Bool) -> Int) -> Int {
        let count = unsafe withUnsafeTemporaryAllocation(
            of: iovec.self,
            capacity: Self.piecesAtOnce
        ) { vectors in
            unsafe show(firstPiece, in: vectors, 0, 0, body)
        }
        var left = count
        while left > 0 {
            let isPiece = firstPiece < pieces.count
            let total = isPiece ? pieces[firstPiece].count : tail.count
            let step = min(left, total - sent)
            advance(by: step, of: total, isPiece: isPiece)
            left -= step
        }
        return count
    }

    /// Whether there are pieces beside the joined bytes.
    var hasPieces: Bool { firstPiece < pieces.count }

    /// Adds piece `position` and those behind it to `vectors`, of which `count` are filled with
    /// `bytes` bytes.
    private func show(
        _ position: Int,
        in vectors: UnsafeMutableBufferPointer<iovec>,
        _ count: Int,
        _ bytes: Int,
        _ body: (UnsafeBufferPointer<iovec>, Bool) -> Int
    ) -> Int {
        guard count < vectors.count, position <= pieces.count, bytes < byteCount else {
            return unsafe body(UnsafeBufferPointer(rebasing: vectors[..<count]), bytes < byteCount)
        }
        let piece = position < pieces.count ? pieces[position] : tail
        // The pointers live until `body` has returned, which is inside all of these closures.
        return unsafe piece.withUnsafeBytes { piece in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: piece[(count == 0 ? sent : 0)...])
            unsafe vectors[count] = iovec(
                iov_base: UnsafeMutableRawPointer(mutating: rest.baseAddress),
                iov_len: rest.count
            )
            return unsafe show(position + 1, in: vectors, count + 1, bytes + rest.count, body)
        }
    }

    private mutating func advance(by count: Int, of total: Int, isPiece: Bool) {
        byteCount -= count
        sent += count
        guard sent == total else { return }
        sent = 0
        if isPiece {
            pieces[firstPiece] = []
            firstPiece += 1
            guard firstPiece == pieces.count else { return }
            pieces.removeAll()
            firstPiece = 0
        } else {
            tail.removeAll(keepingCapacity: tail.capacity <= Self.keptCapacity)
        }
    }
}
