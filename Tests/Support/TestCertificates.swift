/// Certificates for tests of TLS, valid until 2126, and the authority that signed them.
///
/// The keys guard nothing: no product trusts this authority.
public enum TestCertificates {
    /// The authority's certificate.
    public static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBrDCCAVGgAwIBAgIUUYlX1gYPivHOmG6T5LZ/qNHf058wCgYIKoZIzj0EAwIw
        IjEgMB4GA1UEAwwXV2F5bGVhdmUgdGVzdCBhdXRob3JpdHkwIBcNMjYxMTI0MDAz
        MTQ1WhgPMjEyNjEwMzEwMDMxNDVaMCIxIDAeBgNVBAMMF1dheWxlYXZlIHRlc3Qg
        YXV0aG9yaXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEN6++HH/bKNEIgaK9
        sZjmMKNsgyHQNGCx/4l5nTr36JVHfSZuJhkzfPrIuv6ssnZns4glTC0bALA6pcoE
        x4wYhqNjMGEwHQYDVR0OBBYEFMYxRGzmEBm5exa8XdpaK/d7YQFwMB8GA1UdIwQY
        MBaAFMYxRGzmEBm5exa8XdpaK/d7YQFwMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0P
        AQH/BAQDAgEGMAoGCCqGSM49BAMCA0kAMEYCIQDehmg0WxppRmFE84r2ObkWKQQj
        iSavzeVu+OAAh+snjAIhAJ+IQr4j8ZnBokAllooMBOqsA3GrrClWVq+NRg+e8/uO
        -----END CERTIFICATE-----

        """
    /// A certificate for `localhost`, `127.0.0.1` and `::1`.
    public static let local = """
        -----BEGIN CERTIFICATE-----
        MIIB3TCCAYOgAwIBAgIUYqlu2U924Xtg2L8Lk+mPyAWx9pgwCgYIKoZIzj0EAwIw
        IjEgMB4GA1UEAwwXV2F5bGVhdmUgdGVzdCBhdXRob3JpdHkwIBcNMjYxMTI0MDAz
        MTQ1WhgPMjEyNjEwMzEwMDMxNDVaMBgxFjAUBgNVBAMMDWxvY2FsLmV4YW1wbGUw
        WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQVWpBYfO2JeKFEfvcnxdsERxKVHfJ0
        IQHKKnSxiFsNs0qkiHWC0aPHeZkmFqyx2AAQM4TyRzwh/lYKfnNTeLWPo4GeMIGb
        MCwGA1UdEQQlMCOCCWxvY2FsaG9zdIcEfwAAAYcQAAAAAAAAAAAAAAAAAAAAATAJ
        BgNVHRMEAjAAMAsGA1UdDwQEAwIHgDATBgNVHSUEDDAKBggrBgEFBQcDATAdBgNV
        HQ4EFgQUzetKl9kLz2MxF3gOKzg/WUvkB4wwHwYDVR0jBBgwFoAUxjFEbOYQGbl7
        Frxd2lor93thAXAwCgYIKoZIzj0EAwIDSAAwRQIgRNoSZP885ziw6SOnSNLpf6wr
        AlhSF6KTqxeReBznf54CIQD3E4iwb7dk9FPnJprn4e7jbaE8OJfNvueKgkxL6JJ3
        nA==
        -----END CERTIFICATE-----

        """
    /// The key of ``local``.
    public static let localKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg0hbh2EKRJql73Mur
        Fah84q4pLYhzBlOcXXqr75DwolahRANCAAQVWpBYfO2JeKFEfvcnxdsERxKVHfJ0
        IQHKKnSxiFsNs0qkiHWC0aPHeZkmFqyx2AAQM4TyRzwh/lYKfnNTeLWP
        -----END PRIVATE KEY-----

        """
    /// A certificate for `other.example`.
    public static let other = """
        -----BEGIN CERTIFICATE-----
        MIIByjCCAW+gAwIBAgIUYqlu2U924Xtg2L8Lk+mPyAWx9pkwCgYIKoZIzj0EAwIw
        IjEgMB4GA1UEAwwXV2F5bGVhdmUgdGVzdCBhdXRob3JpdHkwIBcNMjYxMTI0MDAz
        MTQ1WhgPMjEyNjEwMzEwMDMxNDVaMBgxFjAUBgNVBAMMDW90aGVyLmV4YW1wbGUw
        WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATWi8nqQH4+t1f8M4yEOze7C0hyDRa5
        4Z85PI1ZDTNgi9U0rHjr5eirRpzoMis1B1C3I368ZWT0p1C1VBhx+O7Xo4GKMIGH
        MBgGA1UdEQQRMA+CDW90aGVyLmV4YW1wbGUwCQYDVR0TBAIwADALBgNVHQ8EBAMC
        B4AwEwYDVR0lBAwwCgYIKwYBBQUHAwEwHQYDVR0OBBYEFJmd2ANypt13LUor5PsK
        8tTL8RH2MB8GA1UdIwQYMBaAFMYxRGzmEBm5exa8XdpaK/d7YQFwMAoGCCqGSM49
        BAMCA0kAMEYCIQCxL7v9/3iUzk8RqlATX3RLTQHeOoH+x+cwf+uhBygIGAIhAKeu
        hW4Qfz395OvOwfzh0P6MUaV/wlRuG8oYDHdyMIxu
        -----END CERTIFICATE-----

        """
    /// The key of ``other``.
    public static let otherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQghlkZ8kIaVv96trfC
        KDHzFM/MKvrr2cqCihHj8+egXzihRANCAATWi8nqQH4+t1f8M4yEOze7C0hyDRa5
        4Z85PI1ZDTNgi9U0rHjr5eirRpzoMis1B1C3I368ZWT0p1C1VBhx+O7X
        -----END PRIVATE KEY-----

        """
}
