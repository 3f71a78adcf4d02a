private import CLinux

// Writing.
extension ByteStream {
    /// Bytes that were queued and not yet taken by the system.
    public var unsentByteCount: Int { plaintext.byteCount + ciphertext.byteCount }

    /// Whether bytes can still be queued.
    public var isWritable: Bool {
        socket.number >= 0 && flags.isDisjoint(with: [.isFinishing, .isFinished])
    }

    /// Queues `bytes`; they leave at the end of the round.
    public func send(_ bytes: [UInt8]) {
        guard isWritable else { return }
        plaintext.append(bytes)
        flushSoon()
    }

    /// Lets `body` append to the bytes that leave at the end of the round.
    public func send(appending body: (inout [UInt8]) -> Void) {
        guard isWritable else { return }
        plaintext.appendToTail(body)
        flushSoon()
    }

    /// Ends the sending side once everything queued has left; reading goes on.
    public func finishSending() {
        guard isWritable else { return }
        flags.insert(.isFinishing)
        flushSoon()
    }

    func flushSoon() {
        guard !flags.contains(.isFlushDue) else { return }
        flags.insert(.isFlushDue)
        loop.sendLater(self)
    }

    /// Sends what the system takes now; called by the loop, and by a writer that would rather not
    /// wait.
    public func flush() {
        flags.remove(.isFlushDue)
        guard socket.number >= 0, flags.isDisjoint(with: [.isConnecting, .isBlocked]) else {
            return
        }
        if unsentByteCount >= Self.highWaterMark { flags.insert(.isFull) }
        var progress = false
        repeat {
            encrypt()
            let result = sendFirst()
            if result < 0 {
                guard -result == SystemCode.tryAgain else {
                    return fail(.reset(code: Int32(-result)))
                }
                flags.insert(.isBlocked)
            }
            progress = progress || result > 0
        } while flags.isDisjoint(with: .isBlocked) && hasSendable
        flushed(progress)
    }

    private var hasSendable: Bool {
        guard let tls else { return !plaintext.isEmpty }
        return !ciphertext.isEmpty || (tls.isEstablished && !plaintext.isEmpty)
    }

    private func sendFirst() -> Int {
        let number = socket.number
        if tls == nil, plaintext.hasPieces {
            // The pointers live during the call only.
            return unsafe plaintext.consumePieces { pieces, isFollowed in
                let count = Int32(pieces.count)
                return unsafe wl_send_pieces(number, pieces.baseAddress, count, isFollowed ? 1 : 0)
            }
        }
        // The pointer lives during the call only.
        let send = { (bytes: UnsafeBufferPointer<UInt8>, isFollowed: Bool) -> Int in
            unsafe wl_send(number, bytes.baseAddress, bytes.count, isFollowed ? 1 : 0)
        }
        return unsafe tls == nil ? plaintext.consume(send) : ciphertext.consume(send)
    }

    private func encrypt() {
        guard let tls else { return }
        if tls.hasCiphertext { ciphertext.appendToTail(tls.takeCiphertext(into:)) }
        while ciphertext.byteCount < Self.highWaterMark {
            let count = unsafe plaintext.consume { bytes, _ in unsafe tls.write(bytes) }
            guard count > 0 else { break }
            ciphertext.appendToTail(tls.takeCiphertext(into:))
        }
        guard flags.contains(.isFinishing), plaintext.isEmpty else { return }
        tls.close()
        if tls.hasCiphertext { ciphertext.appendToTail(tls.takeCiphertext(into:)) }
    }

    private func flushed(_ progress: Bool) {
        if unsentByteCount == 0 {
            stallTimer?.clear()
            if flags.contains(.isFinishing) {
                flags.remove(.isFinishing)
                flags.insert(.isFinished)
                _ = wl_shutdown_sending(socket.number)
                delegate?.streamDidFinishSending()
            }
        } else if flags.contains(.isBlocked), progress || stallTimer?.deadline == nil {
            watchForStall()
        }
        if flags.contains(.isFull), unsentByteCount <= Self.lowWaterMark {
            flags.remove(.isFull)
            delegate?.streamDidDrain()
        }
    }

    private func watchForStall() {
        let timer =
            stallTimer ?? LoopTimer(on: loop) { [weak self] in self?.fail(.stalled) }
        stallTimer = timer
        timer.set(afterMilliseconds: stallMilliseconds)
    }
}
