import Testing

@testable import Publishing

@Suite("Media types by their first bytes")
struct MediaTypeTests {
    @Test(
        arguments: [
            ([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00], .png),
            ([0xff, 0xd8, 0xff, 0xe0], .jpeg), (Array("GIF89a".utf8), .gif),
            (Array("GIF87a,".utf8), .gif), ([0, 0, 0, 24] + Array("ftypisom".utf8), .mp4),
            ([0, 0, 0, 24] + Array("ftypmp42....".utf8), .mp4),
        ] as [([UInt8], MediaType)]
    )
    func `a file that can be published is known`(bytes: [UInt8], type: MediaType) {
        #expect(MediaType(sniffing: bytes) == type)
    }

    @Test(
        arguments: [
            [], [0x89, 0x50, 0x4e, 0x47], Array("<svg xmlns=".utf8), Array("<html>".utf8),
            Array("GIF88a".utf8), [0, 0, 0, 24] + Array("ftypheic".utf8),
            [0, 0, 0, 24] + Array("ftypmp4".utf8), Array("RIFF....WEBPVP8 ".utf8),
        ] as [[UInt8]]
    )
    func `whatever else is no file for a post`(bytes: [UInt8]) {
        #expect(MediaType(sniffing: bytes) == nil)
    }
}
