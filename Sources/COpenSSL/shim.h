// OpenSSL's macros and computed constants, which Swift cannot import, as functions.
#ifndef WAYLEAVE_COPENSSL_SHIM_H
#define WAYLEAVE_COPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

// Parameters of EVP_MAC and EVP_KDF. `OSSL_PARAM_construct_*` keeps the name's address, and a Swift string
// literal has one only during the call, so the names must be C literals. No value is ever written to.

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

#endif
