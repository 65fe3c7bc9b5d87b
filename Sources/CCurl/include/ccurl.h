// libcurl, loaded when it is first needed.
//
// Linking libcurl costs an executable 4 to 5 ms of start-up even when it makes no request, so
// nothing here refers to a symbol of libcurl: <curl/curl.h> gives types and constants only, and
// the functions are looked up with dlsym(3). The variadic ones get one function per type, as Swift
// cannot call variadic C functions.
#pragma once

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

#pragma clang assume_nonnull begin

/// Why libcurl cannot be used; NULL when it is loaded. The first call loads it; thread safe.
///
/// Functions that take a handle need a handle from `chiport_easy_init` or `chiport_multi_init`,
/// and these return NULL when libcurl is not there. The others below are for use after a NULL.
const char *_Nullable chiport_curl_load_error(void);

CURL *_Nullable chiport_easy_init(void);
void chiport_easy_cleanup(CURL *easy);
const char *chiport_easy_strerror(CURLcode code);

CURLcode chiport_easy_set_long(CURL *easy, CURLoption option, long value);
CURLcode chiport_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value);
CURLcode chiport_easy_set_string(CURL *easy, CURLoption option, const char *value);
CURLcode chiport_easy_set_pointer(CURL *easy, CURLoption option, void *_Nullable value);

/// Allows only the schemes HTTPS and, if told so, HTTP; also for a libcurl older than 7.85.
CURLcode chiport_easy_set_protocols(CURL *easy, bool plain_http);

typedef size_t (*chiport_data_callback)(
    char *_Nullable bytes, size_t size, size_t count, void *_Nullable context);

/// Sets what receives the body and what receives each header line.
CURLcode chiport_easy_set_callbacks(
    CURL *easy, chiport_data_callback body, chiport_data_callback header, void *context);

/// Sets what gives the body to send, of which it fills in at most `size * count` bytes.
CURLcode chiport_easy_set_reader(CURL *easy, chiport_data_callback source, void *context);

/// Has the allocator give large blocks back to the system as soon as they are freed; thread safe.
///
/// Left to itself, glibc stops doing so after the first of them, and pieces of a stream, allocated on
/// one thread and freed on others, then leave holes: 150 MB were held for 512 MiB copied, and 39 so.
///
/// Source: mallopt(3), `M_MMAP_THRESHOLD`; setting it at all ends its growth.
void chiport_prepare_streams(void);

/// Pauses exactly the directions given (`CURLPAUSE_` bits) and lets the others go on.
///
/// Calls back before it returns when bytes were held back.
CURLcode chiport_easy_pause(CURL *easy, int directions);

CURLcode chiport_easy_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode chiport_easy_get_offset(CURL *easy, CURLINFO info, curl_off_t *value);

/// The string belongs to the handle; NULL when there is none.
CURLcode chiport_easy_get_string(
    CURL *easy, CURLINFO info, const char *_Nullable *_Nonnull value);

/// The list with one more string, which is copied; NULL when out of memory.
struct curl_slist *_Nullable chiport_slist_append(
    struct curl_slist *_Nullable list, const char *text);
void chiport_slist_free(struct curl_slist *_Nullable list);

CURLM *_Nullable chiport_multi_init(void);
CURLMcode chiport_multi_cleanup(CURLM *multi);
const char *chiport_multi_strerror(CURLMcode code);
CURLMcode chiport_multi_set_long(CURLM *multi, CURLMoption option, long value);
CURLMcode chiport_multi_add(CURLM *multi, CURL *easy);
CURLMcode chiport_multi_remove(CURLM *multi, CURL *easy);
CURLMcode chiport_multi_perform(CURLM *multi);

/// One transfer that has ended, and how; NULL when there is none (left).
CURL *_Nullable chiport_multi_next_finished(CURLM *multi, CURLcode *result);

/// Waits for a transfer to need work, for `chiport_waker_wake`, or for the time to pass.
CURLMcode chiport_multi_wait(CURLM *multi, int waker, int timeout_in_milliseconds);

/// A file descriptor that wakes `chiport_multi_wait`, to be closed by the caller; -1 and errno.
///
/// Unlike `curl_multi_wakeup`, it needs no agreement with the thread that frees the multi handle.
int chiport_waker_open(void);
void chiport_waker_wake(int waker);

/// Waits for `chiport_waker_wake` alone; needs no libcurl.
void chiport_waker_wait(int waker);

#pragma clang assume_nonnull end
