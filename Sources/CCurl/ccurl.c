#include "ccurl.h"

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

// The header's macros of the same names would only get in the way of the table.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

// Every function of libcurl that is used, all there since 7.68 (curl_multi_poll came in 7.66).
#define CHIPORT_CURL_FUNCTIONS(X) \
  X(curl_global_init) \
  X(curl_easy_init) \
  X(curl_easy_cleanup) \
  X(curl_easy_strerror) \
  X(curl_easy_setopt) \
  X(curl_easy_getinfo) \
  X(curl_easy_pause) \
  X(curl_slist_append) \
  X(curl_slist_free_all) \
  X(curl_multi_init) \
  X(curl_multi_cleanup) \
  X(curl_multi_strerror) \
  X(curl_multi_setopt) \
  X(curl_multi_add_handle) \
  X(curl_multi_remove_handle) \
  X(curl_multi_perform) \
  X(curl_multi_info_read) \
  X(curl_multi_poll)

// `typeof` takes the types from the header without referring to the symbols.
#define DECLARE(name) __typeof__(&name) name##_;
static struct {
  CHIPORT_CURL_FUNCTIONS(DECLARE)
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char load_error[512];

// Keeps OpenSSL from freeing, when the process ends, what a thread that is ending frees too: a
// double free in one of some thousand runs. Nothing needs to be freed at that moment.
//
// Source: https://github.com/openssl/openssl/issues/6214; OPENSSL_init_crypto(3), since 1.1.1. A
// libcurl that was built with another library has no such function among its dependencies.
static void skip_cleanup_of_openssl(void *libcurl) {
  const uint64_t no_atexit = 0x00080000;  // OPENSSL_INIT_NO_ATEXIT
  int (*init)(uint64_t, const void *) =
      (int (*)(uint64_t, const void *))dlsym(libcurl, "OPENSSL_init_crypto");
  if (init != NULL) init(no_atexit, NULL);
}

static void load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    snprintf(
        load_error, sizeof load_error,
        "libcurl.so.4 could not be loaded: %s; hint: apt-get install libcurl4", dlerror());
    return;
  }
  skip_cleanup_of_openssl(library);
#define LOOK_UP(name) \
  curl.name##_ = (__typeof__(&name))dlsym(library, #name); \
  if (curl.name##_ == NULL) { \
    snprintf( \
        load_error, sizeof load_error, \
        "libcurl.so.4 has no function '%s'; hint: version 7.68 or newer is needed", #name); \
    return; \
  }
  CHIPORT_CURL_FUNCTIONS(LOOK_UP)
  CURLcode code = curl.curl_global_init_(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) {
    snprintf(
        load_error, sizeof load_error, "libcurl could not be initialised: %s",
        curl.curl_easy_strerror_(code));
  }
}

const char *chiport_curl_load_error(void) {
  pthread_once(&once, load);
  return load_error[0] == '\0' ? NULL : load_error;
}

CURL *chiport_easy_init(void) {
  return chiport_curl_load_error() == NULL ? curl.curl_easy_init_() : NULL;
}

void chiport_easy_cleanup(CURL *easy) { curl.curl_easy_cleanup_(easy); }

const char *chiport_easy_strerror(CURLcode code) { return curl.curl_easy_strerror_(code); }

CURLcode chiport_easy_set_long(CURL *easy, CURLoption option, long value) {
  return curl.curl_easy_setopt_(easy, option, value);
}

CURLcode chiport_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return curl.curl_easy_setopt_(easy, option, value);
}

CURLcode chiport_easy_set_string(CURL *easy, CURLoption option, const char *value) {
  return curl.curl_easy_setopt_(easy, option, value);
}

CURLcode chiport_easy_set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl.curl_easy_setopt_(easy, option, value);
}

CURLcode chiport_easy_set_protocols(CURL *easy, bool plain_http) {
#if LIBCURL_VERSION_NUM >= 0x075500
  CURLcode code =
      curl.curl_easy_setopt_(easy, CURLOPT_PROTOCOLS_STR, plain_http ? "https,http" : "https");
  if (code != CURLE_UNKNOWN_OPTION) return code;
#endif
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
  long bits = CURLPROTO_HTTPS | (plain_http ? CURLPROTO_HTTP : 0);
  return curl.curl_easy_setopt_(easy, CURLOPT_PROTOCOLS, bits);
#pragma clang diagnostic pop
}

CURLcode chiport_easy_set_callbacks(
    CURL *easy, chiport_data_callback body, chiport_data_callback header, void *context) {
  CURLcode code = curl.curl_easy_setopt_(easy, CURLOPT_WRITEFUNCTION, body);
  if (code == CURLE_OK) code = curl.curl_easy_setopt_(easy, CURLOPT_WRITEDATA, context);
  if (code == CURLE_OK) code = curl.curl_easy_setopt_(easy, CURLOPT_HEADERFUNCTION, header);
  if (code == CURLE_OK) code = curl.curl_easy_setopt_(easy, CURLOPT_HEADERDATA, context);
  return code;
}

CURLcode chiport_easy_set_reader(CURL *easy, chiport_data_callback source, void *context) {
  CURLcode code = curl.curl_easy_setopt_(easy, CURLOPT_READFUNCTION, source);
  if (code == CURLE_OK) code = curl.curl_easy_setopt_(easy, CURLOPT_READDATA, context);
  return code;
}

CURLcode chiport_easy_pause(CURL *easy, int directions) {
  return curl.curl_easy_pause_(easy, directions);
}

static void keep_large_buffers_apart(void) {
#ifdef M_MMAP_THRESHOLD
  const int threshold_in_bytes = 128 << 10;
  mallopt(M_MMAP_THRESHOLD, threshold_in_bytes);
#endif
}

void chiport_prepare_streams(void) {
  static pthread_once_t prepared = PTHREAD_ONCE_INIT;
  pthread_once(&prepared, keep_large_buffers_apart);
}

CURLcode chiport_easy_get_long(CURL *easy, CURLINFO info, long *value) {
  return curl.curl_easy_getinfo_(easy, info, value);
}

CURLcode chiport_easy_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
  return curl.curl_easy_getinfo_(easy, info, value);
}

CURLcode chiport_easy_get_string(CURL *easy, CURLINFO info, const char **value) {
  return curl.curl_easy_getinfo_(easy, info, value);
}

struct curl_slist *chiport_slist_append(struct curl_slist *list, const char *text) {
  return curl.curl_slist_append_(list, text);
}

void chiport_slist_free(struct curl_slist *list) { curl.curl_slist_free_all_(list); }

CURLM *chiport_multi_init(void) {
  return chiport_curl_load_error() == NULL ? curl.curl_multi_init_() : NULL;
}

CURLMcode chiport_multi_cleanup(CURLM *multi) { return curl.curl_multi_cleanup_(multi); }

const char *chiport_multi_strerror(CURLMcode code) { return curl.curl_multi_strerror_(code); }

CURLMcode chiport_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl.curl_multi_setopt_(multi, option, value);
}

CURLMcode chiport_multi_add(CURLM *multi, CURL *easy) {
  return curl.curl_multi_add_handle_(multi, easy);
}

CURLMcode chiport_multi_remove(CURLM *multi, CURL *easy) {
  return curl.curl_multi_remove_handle_(multi, easy);
}

CURLMcode chiport_multi_perform(CURLM *multi) {
  int running;
  return curl.curl_multi_perform_(multi, &running);
}

CURL *chiport_multi_next_finished(CURLM *multi, CURLcode *result) {
  int left;
  CURLMsg *message;
  while ((message = curl.curl_multi_info_read_(multi, &left)) != NULL) {
    if (message->msg != CURLMSG_DONE) continue;
    *result = message->data.result;
    return message->easy_handle;
  }
  return NULL;
}

/// Takes back all wake-ups at once; fails without harm when there was none.
static void clear(int waker) {
  uint64_t count;
  while (read(waker, &count, sizeof count) < 0 && errno == EINTR) {
  }
}

CURLMcode chiport_multi_wait(CURLM *multi, int waker, int timeout_in_milliseconds) {
  struct curl_waitfd extra = {.fd = waker, .events = CURL_WAIT_POLLIN, .revents = 0};
  CURLMcode code = curl.curl_multi_poll_(multi, &extra, 1, timeout_in_milliseconds, NULL);
  clear(waker);
  return code;
}

int chiport_waker_open(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void chiport_waker_wake(int waker) {
  uint64_t one = 1;
  // Fails only when 2^64 - 2 wake-ups are pending, and then one more makes no difference.
  while (write(waker, &one, sizeof one) < 0 && errno == EINTR) {
  }
}

void chiport_waker_wait(int waker) {
  struct pollfd entry = {.fd = waker, .events = POLLIN, .revents = 0};
  poll(&entry, 1, -1);
  clear(waker);
}
