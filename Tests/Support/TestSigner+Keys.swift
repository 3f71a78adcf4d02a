/// Keys of clients in tests; they guard nothing.
extension TestSigner {
    /// An RSA key of 2048 bits.
    public static let rsa = TestSigner(
        pem: """
            -----BEGIN PRIVATE KEY-----
            MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQChG8hBkuAcGflH
            LiuN4tDiGvT8j8x83LJYL6QrTdEYf9d2cJJbR5X+vEU55KzgwdKUbWVRCWPPc8Vs
            7Q97tgYphzQjARxf0YCpndtkiU827rSwEF9WFwooO3lN2t4oTcmUaNPuaVuGz8n7
            32uQZGJscG2W5hazW5USsqHG6qy2X9dymN1cKGgRCzI2Ixct/XCWuaQNAxxGUU0+
            QLhi5qmy2Yz2vSnf0tnBRGqSSGcVK77VGUJWAhIKX0ultuySa9wSnq/S5qgYwqVf
            bq3V7VqoqbxuZMCvyomBfMtfEbA4HG9bj2Py2w1UNJ7mVJobTd+oXm0xooYVL05M
            rug3KFWVAgMBAAECggEAFVU+cSBnuJDf50L/1WvhSO9U3VSVOTtoCjFUxb8qHtpe
            x3okhx21iOOZLw9OrPw9TBYoQlDB/KhRzhid4j26FymmB7SP80gkh1E1ydw8twNo
            vZ+NYDLwz18AswR2QlP6i0JOPdWJnxJIpqdw8M+6EK3adQ7Glr1bwfwRW+ubLxLP
            0ubAAKhbypcrJdiwOMIgnn0AxlYFpwsxA2oJFY+08e1pW9310hHainT30bGyRRwq
            W+YieuKBpf/ICDuCLOMKKVdITM0FxkDaS1UE6EJsIFDRqIZUMO6YXL9RL20Hzp6H
            ZfQ0Jy1ZSFn5/zYaAsTt4NkhmjM5M7kSBbLSrZNTSQKBgQDdV/nWuf4vAEF8kdHq
            WvlTUx3BkyPwYgh/grcpw5cq8LIE+UrJyx2vAdSUBFGm7/WVPgZHzqVyY5oPlX6s
            sV5bY6XXvskdy2p167KW4jy4mezjCQ2aRwWwOs50SYuxL19K2ouG1pkukR46sM/I
            Q5tj8xtFKfzZR4o7snSNZVHlEwKBgQC6VW1SSeP//BwUuDRwsLoWhRwc58PLv+pm
            /wCLgdinmNgUXyuk0JKTOiu+hajBAa5NOV4xMQQbtopK/WmPsbL3Uh9wxHxV/Z4G
            Yf79A2dYDNJih9sNakec8FCXbk/MTf6hvwkcjatoPYip6Wf948OxKx00yyXmLqHk
            6fh/+k+3twKBgAMoaSkWGDlFcKm9TthgGeSFcAw99CpOy749+C0BXFvBeVi20clV
            O4Quq4C9GwkdrUxGyUInAZdDMoR8ZoVCNo1pO4l7cFUbfNZX2YFrkuAzWfzXOTl1
            P/CGtkFUd0i820gvHAR9dUwDyAGgWiaKSGJBqqbu9WuIKMG3RxBpXKS/AoGAEbXO
            5zRYtFrs/FcpvNA/T6alLmYk6Pe7usBf9+KGih9v4jfNeSPN2qp7v+cKTBXx0Cs0
            ta43+r5V1JzTbLHyFam7jUdPngi1/VtRFhE9wFOvp2fMPTEtz0/UCSCV+xAqtIro
            vcsFUKoQlD24AZylW/CCHSN13bPu9Uf7s4ZCD28CgYBIvkkYakSprRl0f4XTSPZc
            OVx1HZGvjZJpHfzsAptV18J3y459vcHsbYPcmdXbro4OqaMeKelvv5VcJDQG5CU2
            lBbfNeBVE8IKTTBo2Kvo15SQ1P2z7C3wn1l5UTM2VK5zweNiBGkKj0P8auU04Aps
            bBfmFf1XBExNQkxhrOOeyA==
            -----END PRIVATE KEY-----

            """,
        publicMembers: [
            ("kty", "RSA"),
            (
                "n",
                "oRvIQZLgHBn5Ry4rjeLQ4hr0_I_MfNyyWC-kK03RGH_XdnCSW0eV_rxFOeSs4MHSlG"
                    + "1lUQljz3PFbO0Pe7YGKYc0IwEcX9GAqZ3bZIlPNu60sBBfVhcKKDt5TdreKE3JlGjT"
                    + "7mlbhs_J-99rkGRibHBtluYWs1uVErKhxuqstl_XcpjdXChoEQsyNiMXLf1wlrmkDQ"
                    + "McRlFNPkC4YuapstmM9r0p39LZwURqkkhnFSu-1RlCVgISCl9LpbbskmvcEp6v0uao"
                    + "GMKlX26t1e1aqKm8bmTAr8qJgXzLXxGwOBxvW49j8tsNVDSe5lSaG03fqF5tMaKGFS"
                    + "9OTK7oNyhVlQ"
            ),
            ("e", "AQAB"),
        ]
    )
    /// A key on the curve P-256.
    public static let p256 = TestSigner(
        pem: """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpwsdd060QiXRdCKl
            oK0A5OQfEFeF8zNtm+4gZUENzeChRANCAAR6cQGvIuL/oj+ZzAP5yNs1PnQgZNfx
            anOLZ6yj+MJH4n1zchKF0APmlL1o+rLUIVMAroJ9HUQdIpaTq/7b0LJZ
            -----END PRIVATE KEY-----

            """,
        publicMembers: [
            ("kty", "EC"),
            ("crv", "P-256"),
            ("x", "enEBryLi_6I_mcwD-cjbNT50IGTX8Wpzi2eso_jCR-I"),
            ("y", "fXNyEoXQA-aUvWj6stQhUwCugn0dRB0ilpOr_tvQslk"),
        ]
    )
    /// A key on the curve Ed25519.
    public static let ed25519 = TestSigner(
        pem: """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINxp6QhDUEOUcWx8n9hnI3QcvzuTt1+p68XiFyDYxpgE
            -----END PRIVATE KEY-----

            """,
        publicMembers: [
            ("kty", "OKP"),
            ("crv", "Ed25519"),
            ("x", "NXUOCzY80-eCHotTwW39KE8x-B154OIQMQvAA5a0Unk"),
        ]
    )
    /// Another key on the curve Ed25519.
    public static let otherEd25519 = TestSigner(
        pem: """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEICJzszAoJATcbs2YtTgd/ZJ49afK0dDtQ/wZhi5QHH/N
            -----END PRIVATE KEY-----

            """,
        publicMembers: [
            ("kty", "OKP"),
            ("crv", "Ed25519"),
            ("x", "gVuuUwjZzZ87JU3m71V0g1xidZ65XuzUUmP3i80OpsM"),
        ]
    )
}
