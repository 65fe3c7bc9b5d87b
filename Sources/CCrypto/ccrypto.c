#include "ccrypto.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

typedef struct evp_md evp_md;
typedef struct evp_md_ctx evp_md_ctx;

static struct {
  evp_md_ctx *(*EVP_MD_CTX_new)(void);
  void (*EVP_MD_CTX_free)(evp_md_ctx *);
  int (*EVP_DigestInit_ex)(evp_md_ctx *, const evp_md *, void *engine);
  int (*EVP_DigestUpdate)(evp_md_ctx *, const void *, size_t);
  int (*EVP_DigestFinal_ex)(evp_md_ctx *, unsigned char *, unsigned int *);
  const evp_md *(*EVP_md5)(void);
  const evp_md *(*EVP_sha256)(void);
  const evp_md *(*EVP_sha512)(void);
} crypto;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char load_error[512];

// Debian's names; the last is there only where libssl-dev is.
static void *open_library(void) {
  const char *const names[] = {"libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so"};
  for (size_t index = 0; index < sizeof names / sizeof names[0]; index += 1) {
    void *library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
    if (library != NULL) return library;
  }
  return NULL;
}

// Keeps OpenSSL from freeing at the end of the process what ending threads free too: see CCurl.
static void skip_cleanup(void *library) {
  const uint64_t no_atexit = 0x00080000;  // OPENSSL_INIT_NO_ATEXIT
  int (*init)(uint64_t, const void *) =
      (int (*)(uint64_t, const void *))dlsym(library, "OPENSSL_init_crypto");
  if (init != NULL) init(no_atexit, NULL);
}

static void load(void) {
  void *library = open_library();
  if (library == NULL) {
    snprintf(
        load_error, sizeof load_error,
        "libcrypto.so.3 could not be loaded, and no older one: %s; hint: apt-get install libssl3",
        dlerror());
    return;
  }
  skip_cleanup(library);
#define LOOK_UP(name) \
  crypto.name = (__typeof__(crypto.name))dlsym(library, #name); \
  if (crypto.name == NULL) { \
    snprintf( \
        load_error, sizeof load_error, \
        "libcrypto has no function '%s'; hint: OpenSSL 1.1 or newer is needed", #name); \
    return; \
  }
  LOOK_UP(EVP_MD_CTX_new)
  LOOK_UP(EVP_MD_CTX_free)
  LOOK_UP(EVP_DigestInit_ex)
  LOOK_UP(EVP_DigestUpdate)
  LOOK_UP(EVP_DigestFinal_ex)
  LOOK_UP(EVP_md5)
  LOOK_UP(EVP_sha256)
  LOOK_UP(EVP_sha512)
}

const char *chiport_crypto_load_error(void) {
  pthread_once(&once, load);
  return load_error[0] == '\0' ? NULL : load_error;
}

static const evp_md *method(chiport_digest_algorithm algorithm) {
  switch (algorithm) {
    case CHIPORT_MD5: return crypto.EVP_md5();
    case CHIPORT_SHA256: return crypto.EVP_sha256();
    case CHIPORT_SHA512: return crypto.EVP_sha512();
  }
  return NULL;
}

void *chiport_digest_new(chiport_digest_algorithm algorithm) {
  if (chiport_crypto_load_error() != NULL) return NULL;
  const evp_md *type = method(algorithm);
  if (type == NULL) return NULL;
  evp_md_ctx *context = crypto.EVP_MD_CTX_new();
  if (context == NULL) return NULL;
  if (crypto.EVP_DigestInit_ex(context, type, NULL) == 1) return context;
  crypto.EVP_MD_CTX_free(context);
  return NULL;
}

void chiport_digest_free(void *digest) { crypto.EVP_MD_CTX_free(digest); }

bool chiport_digest_update(void *digest, const void *bytes, size_t count) {
  return crypto.EVP_DigestUpdate(digest, bytes, count) == 1;
}

bool chiport_digest_finish(void *digest, unsigned char *result, unsigned int *count) {
  return crypto.EVP_DigestFinal_ex(digest, result, count) == 1;
}
