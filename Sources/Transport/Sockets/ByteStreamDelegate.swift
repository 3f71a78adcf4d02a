/// Who owns a ``ByteStream`` and hears what happens on it; always called on the stream's loop.
public protocol ByteStreamDelegate: AnyObject {
    /// The connection stands, TLS included; bytes can be exchanged.
    func streamDidOpen()
    /// Bytes arrived; they are valid during the call only.
    func streamDidReceive(_ bytes: Span<UInt8>)
    /// The peer sends no more; it may still read.
    ///
    /// - Parameter isTruncated: Whether a TLS connection ended without the peer saying so, so that
    ///   what came last may have been cut by somebody in between.
    func streamDidEnd(isTruncated: Bool)
    /// What is queued fell under ``ByteStream/lowWaterMark`` after it had reached
    /// ``ByteStream/highWaterMark``.
    func streamDidDrain()
    /// Everything has been sent after ``ByteStream/finishSending()``, and the peer was told so.
    func streamDidFinishSending()
    /// The connection broke and is closed; nothing is called after this.
    func streamDidFail(_ failure: StreamFailure)
}

extension ByteStreamDelegate {
    /// Does nothing, for owners that never wait for room.
    public func streamDidDrain() {}

    /// Does nothing, for owners that end both directions at once.
    public func streamDidFinishSending() {}
}

/// Why a connection broke.
public enum StreamFailure: Error, Equatable {
    /// The connection could not be made; the code is the `errno`.
    case unreachable(code: Int32)
    /// The system connected to another address than the one that it was given.
    case misdirected
    /// The peer reset the connection, or the network lost it; the code is the `errno`.
    case reset(code: Int32)
    /// The peer took no bytes for as long as the stream allows.
    case stalled
    /// TLS failed.
    case tls(TLSError)
    /// The loop was stopped.
    case stopped
}
