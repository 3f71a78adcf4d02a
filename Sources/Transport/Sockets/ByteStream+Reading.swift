private import CLinux

// Reading.
extension ByteStream {
    func ready(_ events: Readiness) {
        guard socket.number >= 0 else { return }
        // What else one event says counts too: it is not reported a second time.
        if flags.contains(.isConnecting), !isConnected(events) { return }
        if !events.isDisjoint(with: [.peerEnded, .hungUp, .failed]) { flags.insert(.peerEnded) }
        if events != .writable { flags.insert(.isReadable) }
        if events.contains(.writable), flags.contains(.isBlocked) {
            flags.remove(.isBlocked)
            flushSoon()
        }
        readAvailable()
    }

    private func isConnected(_ events: Readiness) -> Bool {
        guard !events.isDisjoint(with: [.writable, .failed, .hungUp]) else { return false }
        let result = wl_socket_error(socket.number)
        guard result == 0 else {
            fail(.unreachable(code: -result))
            return false
        }
        guard leadsToTarget else {
            fail(.misdirected)
            return false
        }
        flags.remove(.isConnecting)
        begin()
        return socket.number >= 0
    }

    /// Whether the peer has the very address that was asked for: the system takes `0.0.0.0` for
    /// this machine, and who vetted an address must not talk to another.
    private var leadsToTarget: Bool {
        guard let target else { return true }
        var peer = wl_address()
        // The pointer lives during the call only.
        guard unsafe wl_peer_address(socket.number, &peer) == 0 else { return false }
        return SocketAddress(peer) == target
    }

    /// Stops handing over bytes, so that the peer has to wait; its end is still noticed.
    public func pauseReading() {
        flags.insert(.isPaused)
    }

    /// Hands over bytes again, in the next round.
    public func resumeReading() {
        guard flags.contains(.isPaused) else { return }
        flags.remove(.isPaused)
        if socket.number >= 0 { loop.readLater(self) }
    }

    /// Whether the peer has closed its side, even where bytes that it sent before are still unread.
    public var didPeerEnd: Bool { flags.contains(.peerEnded) }

    private func readAvailable() {
        if tls != nil { decrypt() }
        var reads = 0
        while flags.isDisjoint(with: [.isPaused, .didEnd]), flags.contains(.isReadable),
            socket.number >= 0
        {
            guard reads < Self.readsPerRound else { return loop.readLater(self) }
            reads += 1
            let count = loop.buffers.receive(from: socket)
            guard count > 0 else { return receivedNothing(count) }
            // A short read emptied the socket; only an end that was announced is still to be
            // fetched.
            if count < LoopBuffers.readCapacity, !flags.contains(.peerEnded) {
                flags.remove(.isReadable)
            }
            if let tls {
                unsafe loop.buffers.withReceived(count) { unsafe tls.put($0) }
                decrypt()
            } else {
                deliver(count)
            }
        }
    }

    private func receivedNothing(_ result: Int) {
        if result == 0 {
            flags.formUnion([.didEnd, .peerEnded])
            flags.remove(.isReadable)
            // Under TLS a proper end was reported by `decrypt`, so this one is cut short.
            delegate?.streamDidEnd(isTruncated: tls != nil)
        } else if -result == SystemCode.tryAgain {
            flags.remove(.isReadable)
        } else {
            fail(.reset(code: Int32(-result)))
        }
    }

    private func deliver(_ count: Int) {
        // The bytes stay in the loop's buffer during the call.
        unsafe loop.buffers.withReceived(count) { bytes in
            unsafe delegate?.streamDidReceive(bytes.span)
        }
    }

    /// Takes plaintext out of the session until it needs more bytes.
    private func decrypt() {
        guard let tls else { return }
        while flags.isDisjoint(with: [.isPaused, .didEnd]), socket.number >= 0 {
            let outcome = loop.buffers.decrypt(with: tls)
            if tls.hasCiphertext { flushSoon() }
            if !flags.contains(.isOpen), tls.isEstablished {
                flags.insert(.isOpen)
                flushSoon()
                delegate?.streamDidOpen()
            }
            switch outcome {
            case .bytes(let count): deliver(count)
            case .wait: return
            case .ended:
                flags.formUnion([.didEnd, .peerEnded])
                delegate?.streamDidEnd(isTruncated: false)
            case .failed(let error):
                // The alert that says why is worth one attempt.
                flush()
                fail(.tls(error))
            }
        }
    }
}
