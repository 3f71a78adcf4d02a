/// The name of a header field: a token, compared without regard to case (RFC 9110 §5.1).
public struct HTTPFieldName: Sendable, CustomStringConvertible {
    /// The name as it is written when sent.
    let bytes: [UInt8]

    /// Takes a token, or returns `nil`.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard Grammar.isToken(bytes) else { return nil }
        self.bytes = bytes
    }

    /// Takes a name that stands in our own code.
    ///
    /// A literal that is no token is a bug of ours and traps.
    public init(literal: StaticString) {
        let bytes = Array(literal: literal)
        precondition(Grammar.isToken(bytes), "not a field name: \(literal)")
        self.bytes = bytes
    }

    init(checked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The name as written.
    public var description: String {
        String(decoding: bytes, as: UTF8.self)
    }
}

extension HTTPFieldName: Hashable {
    /// Compares without regard to the case of ASCII letters.
    public static func == (left: HTTPFieldName, right: HTTPFieldName) -> Bool {
        Grammar.equalIgnoringCase(left.bytes.span, 0..<left.bytes.count, right.bytes)
    }

    /// Hashes the name in lower case.
    public func hash(into hasher: inout Hasher) {
        for byte in bytes { hasher.combine(Grammar.lowercased(byte)) }
    }
}

extension HTTPFieldName {
    /// `Accept`.
    public static let accept = HTTPFieldName(literal: "Accept")
    /// `Accept-Encoding`.
    public static let acceptEncoding = HTTPFieldName(literal: "Accept-Encoding")
    /// `Accept-Language`.
    public static let acceptLanguage = HTTPFieldName(literal: "Accept-Language")
    /// `Access-Control-Allow-Headers`.
    public static let accessControlAllowHeaders = HTTPFieldName(
        literal: "Access-Control-Allow-Headers"
    )
    /// `Access-Control-Allow-Methods`.
    public static let accessControlAllowMethods = HTTPFieldName(
        literal: "Access-Control-Allow-Methods"
    )
    /// `Access-Control-Allow-Origin`.
    public static let accessControlAllowOrigin = HTTPFieldName(
        literal: "Access-Control-Allow-Origin"
    )
    /// `Access-Control-Expose-Headers`.
    public static let accessControlExposeHeaders = HTTPFieldName(
        literal: "Access-Control-Expose-Headers"
    )
    /// `Access-Control-Max-Age`.
    public static let accessControlMaxAge = HTTPFieldName(literal: "Access-Control-Max-Age")
    /// `Access-Control-Request-Headers`.
    public static let accessControlRequestHeaders = HTTPFieldName(
        literal: "Access-Control-Request-Headers"
    )
    /// `Access-Control-Request-Method`.
    public static let accessControlRequestMethod = HTTPFieldName(
        literal: "Access-Control-Request-Method"
    )
    /// `Age`.
    public static let age = HTTPFieldName(literal: "Age")
    /// `Allow`.
    public static let allow = HTTPFieldName(literal: "Allow")
    /// `Authorization`.
    public static let authorization = HTTPFieldName(literal: "Authorization")
    /// `Cache-Control`.
    public static let cacheControl = HTTPFieldName(literal: "Cache-Control")
    /// `Clear-Site-Data`.
    public static let clearSiteData = HTTPFieldName(literal: "Clear-Site-Data")
    /// `Connection`.
    public static let connection = HTTPFieldName(literal: "Connection")
    /// `Content-Encoding`.
    public static let contentEncoding = HTTPFieldName(literal: "Content-Encoding")
    /// `Content-Length`.
    public static let contentLength = HTTPFieldName(literal: "Content-Length")
    /// `Content-Security-Policy`.
    public static let contentSecurityPolicy = HTTPFieldName(literal: "Content-Security-Policy")
    /// `Content-Type`.
    public static let contentType = HTTPFieldName(literal: "Content-Type")
    /// `Cookie`.
    public static let cookie = HTTPFieldName(literal: "Cookie")
    /// `Date`.
    public static let date = HTTPFieldName(literal: "Date")
    /// `ETag`.
    public static let eTag = HTTPFieldName(literal: "ETag")
    /// `Expires`.
    public static let expires = HTTPFieldName(literal: "Expires")
    /// `Expect`.
    public static let expect = HTTPFieldName(literal: "Expect")
    /// `Forwarded`.
    public static let forwarded = HTTPFieldName(literal: "Forwarded")
    /// `Host`.
    public static let host = HTTPFieldName(literal: "Host")
    /// `If-Modified-Since`.
    public static let ifModifiedSince = HTTPFieldName(literal: "If-Modified-Since")
    /// `If-None-Match`.
    public static let ifNoneMatch = HTTPFieldName(literal: "If-None-Match")
    /// `Keep-Alive`.
    public static let keepAlive = HTTPFieldName(literal: "Keep-Alive")
    /// `Last-Modified`.
    public static let lastModified = HTTPFieldName(literal: "Last-Modified")
    /// `Location`.
    public static let location = HTTPFieldName(literal: "Location")
    /// `Origin`.
    public static let origin = HTTPFieldName(literal: "Origin")
    /// `Pragma`.
    public static let pragma = HTTPFieldName(literal: "Pragma")
    /// `Referer`.
    public static let referer = HTTPFieldName(literal: "Referer")
    /// `Referrer-Policy`.
    public static let referrerPolicy = HTTPFieldName(literal: "Referrer-Policy")
    /// `Refresh`: what browsers open next, and after how many seconds (HTML §4.2.5.3).
    public static let refresh = HTTPFieldName(literal: "Refresh")
    /// `Retry-After`.
    public static let retryAfter = HTTPFieldName(literal: "Retry-After")
    /// `Sec-Fetch-Mode`.
    public static let secFetchMode = HTTPFieldName(literal: "Sec-Fetch-Mode")
    /// `Sec-Fetch-Site`.
    public static let secFetchSite = HTTPFieldName(literal: "Sec-Fetch-Site")
    /// `Set-Cookie`.
    public static let setCookie = HTTPFieldName(literal: "Set-Cookie")
    /// `Strict-Transport-Security`.
    public static let strictTransportSecurity = HTTPFieldName(literal: "Strict-Transport-Security")
    /// `Transfer-Encoding`.
    public static let transferEncoding = HTTPFieldName(literal: "Transfer-Encoding")
    /// `User-Agent`.
    public static let userAgent = HTTPFieldName(literal: "User-Agent")
    /// `Vary`.
    public static let vary = HTTPFieldName(literal: "Vary")
    /// `WWW-Authenticate`.
    public static let wwwAuthenticate = HTTPFieldName(literal: "WWW-Authenticate")
    /// `X-Content-Type-Options`.
    public static let xContentTypeOptions = HTTPFieldName(literal: "X-Content-Type-Options")
    /// `X-Forwarded-For`.
    public static let xForwardedFor = HTTPFieldName(literal: "X-Forwarded-For")
    /// `X-Forwarded-Proto`.
    public static let xForwardedProto = HTTPFieldName(literal: "X-Forwarded-Proto")
    /// `X-Frame-Options`.
    public static let xFrameOptions = HTTPFieldName(literal: "X-Frame-Options")
    /// `X-Request-ID`.
    public static let xRequestID = HTTPFieldName(literal: "X-Request-ID")
}
