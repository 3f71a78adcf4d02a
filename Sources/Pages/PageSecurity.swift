/// The header fields that every page carries, error pages included.
public enum PageSecurity {
    /// The fields, in the order to send.
    ///
    /// There is no `form-action`: Chromium applies it to the redirect that follows a form, and
    /// would cancel the way back to the client without a word. The referrer policy is `same-origin`
    /// and not `no-referrer`, under which browsers send `Origin: null` with our own forms.
    public static let fields: [(name: String, value: String)] = [
        (
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
                + "frame-ancestors 'none'"
        ),
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        (
            "Permissions-Policy",
            "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), "
                + "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
        ),
        ("X-Robots-Tag", "noindex"),
        ("Cache-Control", "no-store"),
    ]

    /// The media type of every page.
    public static let mediaType = "text/html; charset=utf-8"
}
