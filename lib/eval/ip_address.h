/* SPDX-License-Identifier: MIT */
/* IP addresses and networks of both families, as 128-bit numbers. */
#ifndef AL_EVAL_IP_ADDRESS_H
#define AL_EVAL_IP_ADDRESS_H

#include "base/buf.h"

struct al_ip {
    bool v6;
    uint64_t high, low; /* IPv4: the low 32 bits */
};

struct al_network {
    struct al_ip address;  /* the first one: host bits are zero */
    unsigned prefix, bits; /* bits: 32 or 128 */
};

bool al_ip_parse(struct al_ip *out, al_str text);
/* "10.0.0.0/8"; host bits are cleared. */
bool al_network_parse(struct al_network *out, al_str text);
/* IPv6 as RFC 5952 wants it. */
void al_ip_put(struct al_buf *out, struct al_ip ip);

/* The last address of the network. */
struct al_ip al_network_last(const struct al_network *network);
/* The mask of the prefix as an address. */
struct al_ip al_network_mask(const struct al_network *network);
/* ip + n * 2^shift; false when that leaves the family's addresses. */
bool al_ip_add(struct al_ip *ip, uint64_t n, unsigned shift);
int al_ip_compare(struct al_ip a, struct al_ip b);

#endif
