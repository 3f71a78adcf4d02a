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
    /// A certificate for `other.example` that signs itself and expired in 2002.
    public static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBazCCARGgAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1vdGhlci5l
        eGFtcGxlMB4XDTAxMDEwMTAwMDAwMFoXDTAyMDEwMTAwMDAwMFowGDEWMBQGA1UE
        AwwNb3RoZXIuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABHp4ucje
        hVpwiFfINUgObAG/WVXcBhUakKzTqas5g8av4nCem0gIfWkeTSJpdyAV82WbH9V/
        Y1eP8n9jz8z8jmujTDBKMBgGA1UdEQQRMA+CDW90aGVyLmV4YW1wbGUwDwYDVR0T
        AQH/BAUwAwEB/zAdBgNVHQ4EFgQU/Xv3H9AV7pEn67I63HTtxuyiYWcwCgYIKoZI
        zj0EAwIDSAAwRQIhAK66wpHS0k2tyYjGGMFtGF/7eRtAiW9+ZlKRJp9urlX4AiAR
        gmrK37gjBlrrysgBxhZ5dWV4wlrAi6SpZ/vt8Tq83g==
        -----END CERTIFICATE-----

        """
    /// The key of ``expired``.
    public static let expiredKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZ/Z8InCjt22LQC6M
        n2juUyQ5tkBSCqJ0MYqv736pV72hRANCAAR6eLnI3oVacIhXyDVIDmwBv1lV3AYV
        GpCs06mrOYPGr+JwnptICH1pHk0iaXcgFfNlmx/Vf2NXj/J/Y8/M/I5r
        -----END PRIVATE KEY-----

        """
    /// A certificate that signs itself and names `localhost` in its subject alone.
    public static let commonNameOnly = """
        -----BEGIN CERTIFICATE-----
        MIIBgDCCASWgAwIBAgIUcT3w8884AlJRHXUhrFH5IQ6JVIkwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNTIwMjEwOFoYDzIxMjYxMTAx
        MjAyMTA4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAASB27I20UmrM5j+l3CJ04tnjr6q9QgnGtyrx4ncCDDyxsp/4E4joeWO
        sbV7JRMlN3kpSXs/nYQUeDZXzufBhwJdo1MwUTAdBgNVHQ4EFgQUr6/HKOdNDl56
        tu3TCtVXi4Gbk58wHwYDVR0jBBgwFoAUr6/HKOdNDl56tu3TCtVXi4Gbk58wDwYD
        VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAp5KPjTbltgg6lvEMpegB
        xscgGLEGh6Na+ElhlCUj268CIQDiSeIei0g/lSWKQJD5mBGAWB0H6Ma706fA4JT/
        6fAFfA==
        -----END CERTIFICATE-----

        """
    /// The key of ``commonNameOnly``.
    public static let commonNameOnlyKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZI6qOPW/EhsmJYLg
        nGlzh3r7aqF/rSRB7kGEtkL9UYuhRANCAASB27I20UmrM5j+l3CJ04tnjr6q9Qgn
        Gtyrx4ncCDDyxsp/4E4joeWOsbV7JRMlN3kpSXs/nYQUeDZXzufBhwJd
        -----END PRIVATE KEY-----

        """
    /// A certificate that signs itself and names `fo*.other.example`.
    public static let partialWildcard = """
        -----BEGIN CERTIFICATE-----
        MIIBjDCCATOgAwIBAgIUR1o/dfjbb6TWhogUZW9vAt5c/1EwCgYIKoZIzj0EAwIw
        DDEKMAgGA1UEAwwBdzAgFw0yNjExMjUyMDIzMjBaGA8yMTI2MTEwMTIwMjMyMFow
        DDEKMAgGA1UEAwwBdzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPzdh4WTOEeJ
        KtiImVguje+6fSjvE6NHVKkuLmM+j9a2L/QYed8Sh1/jB6cJN4PwTrYK1XjmYjA3
        SqJZwW2ot+ajcTBvMB0GA1UdDgQWBBTlY8PlrBM4Y/uBynrb/0HLf2HMlDAfBgNV
        HSMEGDAWgBTlY8PlrBM4Y/uBynrb/0HLf2HMlDAPBgNVHRMBAf8EBTADAQH/MBwG
        A1UdEQQVMBOCEWZvKi5vdGhlci5leGFtcGxlMAoGCCqGSM49BAMCA0cAMEQCICgR
        e1nkk/J1B6UuWQtEKHMy345lcp9KwIeS2mHuP/SCAiBoK0hJCAEA/UG202yXNVpO
        G5MgLmWnqrjcRVYC8wH/FQ==
        -----END CERTIFICATE-----

        """
    /// The key of ``partialWildcard``.
    public static let partialWildcardKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAeg82479teXYebf5
        mglJryUKEk8svdcd9JV7jpoUCaChRANCAAT83YeFkzhHiSrYiJlYLo3vun0o7xOj
        R1SpLi5jPo/Wti/0GHnfEodf4wenCTeD8E62CtV45mIwN0qiWcFtqLfm
        -----END PRIVATE KEY-----

        """
}
