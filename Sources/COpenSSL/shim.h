// OpenSSL's macros and computed constants, which Swift cannot import, as functions.
#ifndef WAYLEAVE_COPENSSL_SHIM_H
#define WAYLEAVE_COPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

// Parameters of EVP_MAC and EVP_KDF. `OSSL_PARAM_construct_*` keeps the name's address, and a Swift
// string literal has one only during the call, so the names must be C literals. No value is ever
// written to.

static inline OSSL_PARAM wl_parameter_digest_sha256(void) {
    return OSSL_PARAM_construct_utf8_string(OSSL_ALG_PARAM_DIGEST, (char *)"SHA2-256", 0);
}

/// A value without an address would be refused; an empty one is given a constant's.
static inline OSSL_PARAM wl_parameter_octets(const char *name, const void *bytes, size_t count) {
    return OSSL_PARAM_construct_octet_string(name, (void *)(count > 0 ? bytes : ""), count);
}

static inline OSSL_PARAM wl_parameter_hkdf_key(const void *bytes, size_t count) {
    return wl_parameter_octets(OSSL_KDF_PARAM_KEY, bytes, count);
}

static inline OSSL_PARAM wl_parameter_hkdf_salt(const void *bytes, size_t count) {
    return wl_parameter_octets(OSSL_KDF_PARAM_SALT, bytes, count);
}

static inline OSSL_PARAM wl_parameter_hkdf_info(const void *bytes, size_t count) {
    return wl_parameter_octets(OSSL_KDF_PARAM_INFO, bytes, count);
}

// Public keys. A number is given in the byte order of the machine.

static inline OSSL_PARAM wl_parameter_rsa_modulus(uint8_t *number, size_t count) {
    return OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, number, count);
}

static inline OSSL_PARAM wl_parameter_rsa_exponent(uint8_t *number, size_t count) {
    return OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_E, number, count);
}

static inline OSSL_PARAM wl_parameter_group_p256(void) {
    return OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)"prime256v1", 0);
}

static inline OSSL_PARAM wl_parameter_public_point(const void *bytes, size_t count) {
    return wl_parameter_octets(OSSL_PKEY_PARAM_PUB_KEY, bytes, count);
}

/// EVP_PKEY_PUBLIC_KEY is computed from other macros.
static inline int wl_public_key_selection(void) { return EVP_PKEY_PUBLIC_KEY; }

// TLS.

/// SSL_CTX_set_min_proto_version and SSL_CTX_set_max_proto_version; a maximum of 0 is the newest
/// there is.
static inline int wl_tls_set_versions(SSL_CTX *context, int minimum, int maximum) {
    return SSL_CTX_set_min_proto_version(context, minimum) == 1
        && SSL_CTX_set_max_proto_version(context, maximum) == 1;
}

/// No compression, renegotiation or tickets; the server's order of suites unless a phone prefers
/// ChaCha20.
static inline void wl_tls_set_options(SSL_CTX *context) {
    SSL_CTX_set_options(
        context,
        SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET
            | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_num_tickets(context, 0);
    // SSL_CTX_set_session_cache_mode and SSL_CTX_set_mode.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    // A record is taken out of the memory buffer in one piece, not its head first.
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_mode(
        context,
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
            | SSL_MODE_RELEASE_BUFFERS);
}

/// Chooses `http/1.1` where the client offers it, and refuses a client that offers only others (RFC
/// 7301 §3.2).
static inline int wl_tls_choose_protocol(
    SSL *session, const unsigned char **chosen, unsigned char *chosen_count,
    const unsigned char *offered, unsigned int offered_count, void *context) {
    static const unsigned char ours[] = "\x08http/1.1";
    (void)session;
    (void)context;
    unsigned char *choice = 0;
    int result = SSL_select_next_proto(
        &choice, chosen_count, ours, sizeof ours - 1, offered, offered_count);
    *chosen = choice;
    return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

static inline void wl_tls_accept_http11(SSL_CTX *context) {
    SSL_CTX_set_alpn_select_cb(context, wl_tls_choose_protocol, 0);
}

static inline int wl_tls_offer_http11(SSL_CTX *context) {
    return SSL_CTX_set_alpn_protos(context, (const unsigned char *)"\x08http/1.1", 9) == 0;
}

static inline int wl_tls_no_password(char *buffer, int size, int writing, void *context) {
    (void)buffer;
    (void)size;
    (void)writing;
    (void)context;
    return -1;
}

/// Without a callback, OpenSSL would ask on the terminal for the password of a key.
static inline void wl_tls_never_ask_password(SSL_CTX *context) {
    SSL_CTX_set_default_passwd_cb(context, wl_tls_no_password);
}

/// SSL_set_tlsext_host_name.
static inline int wl_tls_set_server_name(SSL *session, const char *name) {
    return (int)SSL_set_tlsext_host_name(session, name);
}

/// What SSL_set_hostflags wants for names as RFC 9525 has them.
static inline unsigned int wl_tls_strict_names(void) {
    return X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
}

/// BIO_pending.
static inline int wl_bio_pending(BIO *bio) { return (int)BIO_pending(bio); }

/// BIO_set_mem_eof_return: an empty buffer means "wait", not "end".
static inline void wl_bio_wait_when_empty(BIO *bio) { BIO_set_mem_eof_return(bio, -1); }

/// The end of a certificate's validity in seconds since 1970.
static inline int wl_certificate_expiry(const X509 *certificate, int64_t *seconds) {
    int days = 0, rest = 0;
    ASN1_TIME *epoch = ASN1_TIME_set(0, 0);
    int result = epoch && ASN1_TIME_diff(&days, &rest, epoch, X509_get0_notAfter(certificate));
    ASN1_TIME_free(epoch);
    *seconds = (int64_t)days * 86400 + rest;
    return result;
}

/// ERR_GET_REASON.
static inline int wl_error_reason(unsigned long code) { return ERR_GET_REASON(code); }

#endif
