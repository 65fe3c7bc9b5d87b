#include "ccurl.h"
int chiport_curl_placeholder(void) { return 0; }
