#pragma once
int chiport_curl_placeholder(void);
