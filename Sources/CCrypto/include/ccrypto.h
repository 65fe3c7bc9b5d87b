// libcrypto (OpenSSL), loaded when something is first hashed; see CCurl for why it is not linked.
//
// The prototypes are our own, so that no header of OpenSSL is needed: these functions have been the
// same since 1.1.0. Source: EVP_DigestInit(3), https://docs.openssl.org/3.0/man3/EVP_DigestInit/
#pragma once

#include <stdbool.h>
#include <stddef.h>

#pragma clang assume_nonnull begin

typedef enum {
  CHIPORT_MD5,
  CHIPORT_SHA256,
  CHIPORT_SHA512,
} chiport_digest_algorithm;

/// The most bytes of a digest: EVP_MAX_MD_SIZE.
#define CHIPORT_DIGEST_MAXIMUM 64

/// Why libcrypto cannot be used; NULL when it is loaded. The first call loads it; thread safe.
const char *_Nullable chiport_crypto_load_error(void);

/// A running digest, to be freed; NULL when libcrypto is not there or does not offer the algorithm,
/// as in a system that is set to FIPS and has no MD5.
void *_Nullable chiport_digest_new(chiport_digest_algorithm algorithm);
void chiport_digest_free(void *digest);
bool chiport_digest_update(void *digest, const void *_Nullable bytes, size_t count);

/// Writes the digest into at least CHIPORT_DIGEST_MAXIMUM bytes; nothing may be added afterwards.
bool chiport_digest_finish(void *digest, unsigned char *result, unsigned int *count);

#pragma clang assume_nonnull end
