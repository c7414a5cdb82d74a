/* SPDX-License-Identifier: MIT */
/* What `armlint init` writes: all that a configuration can say, in comments, and nothing that changes
 * anything. */
#include "armlint.h"

#include <stdlib.h>
#include <string.h>

static const char sample[] =
    "{\n"
    "  // The configuration of armlint for all templates in this folder and below it: see armlint-config(5).\n"
    "  // For completion in an editor: armlint config-schema > armlint.schema.json\n"
    "  // \"$schema\": \"./armlint.schema.json\",\n"
    "\n"
    "  // Another configuration that this one adds to.\n"
    "  // \"extends\": \"../armlint.json\",\n"
    "\n"
    "  // Which rules run. 'armlint rules' lists them, with the profile of each.\n"
    "  // \"profiles\": [\"default\", \"availability\"],\n"
    "\n"
    "  // Levels of rules (off, note, warning, error) and their options: see 'armlint explain RULE'.\n"
    "  \"rules\": {\n"
    "    // \"storage-*\": \"error\",\n"
    "    // \"storage-geo-redundancy\": \"off\",\n"
    "    // \"resource-allowed-locations\": { \"options\": { \"allowed\": [\"swedencentral\", \"westeurope\"] } }\n"
    "  },\n"
    "\n"
    "  // Files and folders that are not linted on their own, such as copies of other people's modules.\n"
    "  // \"exclude\": [\"vendor/\", \"**/test/*.bicep\"],\n"
    "\n"
    "  // The parameter files that a template is deployed with, where their names do not say so.\n"
    "  // \"parameters\": { \"main.bicep\": [\"env/dev.bicepparam\", \"env/prod.bicepparam\"] },\n"
    "\n"
    "  // Findings that do not count, and why. What suppresses nothing any more is reported.\n"
    "  \"suppressions\": [\n"
    "    // {\n"
    "    //   \"rule\": \"storage-geo-redundancy\",\n"
    "    //   \"path\": \"modules/cache.bicep\",\n"
    "    //   \"type\": \"Microsoft.Storage/storageAccounts\",\n"
    "    //   \"name\": \"cache*\",\n"
    "    //   \"reason\": \"made again every night\",\n"
    "    //   \"until\": \"2030-12-31\"\n"
    "    // }\n"
    "  ],\n"
    "\n"
    "  // Comments in templates that suppress something have to say why.\n"
    "  \"requireReasons\": false,\n"
    "\n"
    "  // The least level of a finding that makes the exit status 1: note, warning, error or never.\n"
    "  \"failOn\": \"warning\"\n"
    "}\n";

char *al_config_sample(void)
{
    char *copy = malloc(sizeof sample);

    if (copy)
        memcpy(copy, sample, sizeof sample);
    return copy;
}
