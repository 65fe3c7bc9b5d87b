#pragma once
#include <stddef.h>

/// One file of `data/`, as it was when the program was built.
typedef struct {
  const char *_Nonnull name;
  const unsigned char *_Nonnull bytes;
  size_t count;
} chiport_embedded_file;

/// The embedded file at `index`; the name is empty from the last one on.
chiport_embedded_file chiport_embedded(size_t index);
