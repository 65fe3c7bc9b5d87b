#include "embedded.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// A file that is still empty (the catalogue, while it is first made) embeds one zero byte.
static const unsigned char catalog[] = {
#embed "../../data/catalog.sqlite" if_empty(0)
};
static const unsigned char processors[] = {
#embed "../../data/processors.csv" if_empty(0)
};
static const unsigned char accelerators[] = {
#embed "../../data/accelerators.csv" if_empty(0)
};
static const unsigned char interconnects[] = {
#embed "../../data/interconnects.csv" if_empty(0)
};
static const unsigned char disks[] = {
#embed "../../data/disks.csv" if_empty(0)
};
static const unsigned char fpgas[] = {
#embed "../../data/fpgas.csv" if_empty(0)
};
static const unsigned char chassis[] = {
#embed "../../data/chassis.csv" if_empty(0)
};
static const unsigned char node_types[] = {
#embed "../../data/node_types.csv" if_empty(0)
};
static const unsigned char sites[] = {
#embed "../../data/sites.csv" if_empty(0)
};
static const unsigned char flavors[] = {
#embed "../../data/flavors.csv" if_empty(0)
};
static const unsigned char images[] = {
#embed "../../data/images.csv" if_empty(0)
};
static const unsigned char identifiers[] = {
#embed "../../data/identifiers.csv" if_empty(0)
};
static const unsigned char networks[] = {
#embed "../../data/networks.csv" if_empty(0)
};

static const chiport_embedded_file files[] = {
    {"catalog.sqlite", catalog, sizeof catalog},
    {"processors.csv", processors, sizeof processors},
    {"accelerators.csv", accelerators, sizeof accelerators},
    {"interconnects.csv", interconnects, sizeof interconnects},
    {"disks.csv", disks, sizeof disks},
    {"fpgas.csv", fpgas, sizeof fpgas},
    {"chassis.csv", chassis, sizeof chassis},
    {"node_types.csv", node_types, sizeof node_types},
    {"sites.csv", sites, sizeof sites},
    {"flavors.csv", flavors, sizeof flavors},
    {"images.csv", images, sizeof images},
    {"identifiers.csv", identifiers, sizeof identifiers},
    {"networks.csv", networks, sizeof networks},
};

chiport_embedded_file chiport_embedded(size_t index) {
  if (index < sizeof files / sizeof *files) return files[index];
  return (chiport_embedded_file){"", (const unsigned char *)"", 0};
}
