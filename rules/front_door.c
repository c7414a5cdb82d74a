/* SPDX-License-Identifier: MIT */
/* Front Door: its web application firewall and the protocols it takes. What it fails over to:
 * global_routing.c. */
#include "common.h"

#define PROFILES     "Microsoft.Cdn/profiles"
#define ROUTES       PROFILES "/afdEndpoints/routes"
#define DOMAINS      PROFILES "/customDomains"
#define CLASSIC      "Microsoft.Network/frontDoors"
#define WAF_POLICIES "Microsoft.Network/FrontDoorWebApplicationFirewallPolicies"

/* ---- web application firewall ---------------------------------------------------------------------------
 */

#define IS_FRONT_DOOR AL_FIELD("sku.name", AL_LIKE("*_AzureFrontDoor"))
#define LINKS_POLICY  AL_FIELD("properties.parameters.wafPolicy.id", AL_NOT_EMPTY)

/* A profile is judged where it is put together: together with its endpoints. */
static void check_profile(al_check *check, const al_resource *profile)
{
    const al_resource *endpoint = al_next_child(check, profile, PROFILES "/afdEndpoints", NULL),
                      *policy = NULL;
    enum al_truth linked = al_is_incomplete(check) ? AL_UNKNOWN : AL_NO;

    if (!endpoint || al_test(check, profile, IS_FRONT_DOOR) != AL_YES)
        return;
    while ((policy = al_next_child(check, profile, PROFILES "/securityPolicies", policy)))
        linked = al_either(linked, al_is_existing(policy) ? AL_YES : al_test(check, policy, LINKS_POLICY));
    if (linked == AL_NO)
        al_report(check, profile, NULL,
                  "no security policy puts a firewall before the endpoints of this profile");
    else if (linked == AL_UNKNOWN)
        al_undetermined(check, profile, NULL, "cannot tell whether there is a firewall before the endpoints");
}

static void check_classic_links(al_check *check, const al_resource *door)
{
    const al_field *endpoints = al_get(check, door, "properties.frontendEndpoints");
    bool exact = true;
    size_t n = al_count(check, endpoints, &exact);

    for (size_t i = 0; i < n; i++) {
        const al_field *endpoint = al_item(check, endpoints, i);
        enum al_truth linked =
            endpoint ? al_test_in(check, endpoint,
                                  AL_FIELD("properties.webApplicationFirewallPolicyLink.id", AL_NOT_EMPTY))
                     : AL_YES;
        if (linked == AL_NO)
            al_report(check, door, endpoint,
                      "the endpoint has no firewall: webApplicationFirewallPolicyLink is "
                      "not set");
        else if (linked == AL_UNKNOWN)
            al_undetermined(check, door, endpoint, "cannot tell whether the endpoint has a firewall");
    }
    if (!exact)
        al_undetermined(check, door, endpoints, "cannot tell whether the endpoints have a firewall");
}

/* Rule sets of Microsoft's are for every tier but Standard. */
static void check_rule_sets(al_check *check, const al_resource *policy)
{
    static const char path[] = "properties.managedRules.managedRuleSets";
    enum al_truth without = al_both(
        al_opposite(al_test(check, policy, AL_FIELD("sku.name", AL_LIKE("Standard_*")))),
        al_test(check, policy, AL_FIELD("properties.managedRules.managedRuleSets", AL_COUNT_LESS(1))));

    if (without == AL_YES)
        al_report_absent(check, policy, path,
                         "the firewall knows no attacks: there are no managed rule sets");
    else if (without == AL_UNKNOWN)
        al_undetermined(check, policy, al_get(check, policy, path),
                        "cannot tell which rules the firewall has");
}

static void check_policy(al_check *check, const al_resource *policy)
{
    const al_field *mode = al_get(check, policy, "properties.policySettings.mode");
    const al_field *state = al_get(check, policy, "properties.policySettings.enabledState");
    enum al_truth prevents = al_is(check, mode, "Prevention"), off = al_is(check, state, "Disabled");

    if (off == AL_YES) {
        al_report(check, policy, state, "the firewall is switched off: enabledState is Disabled");
        return;
    }
    if (prevents == AL_NO && mode)
        al_report(check, policy, mode, "the firewall only writes attacks down: mode is not Prevention");
    else if (prevents == AL_NO)
        al_report_absent(check, policy, "properties.policySettings.mode",
                         "the firewall only writes attacks down: mode is not set");
    else if (prevents == AL_UNKNOWN || off == AL_UNKNOWN)
        al_undetermined(check, policy, off == AL_UNKNOWN ? state : mode,
                        "cannot tell whether the firewall acts");
    check_rule_sets(check, policy);
}

static void check_waf(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, PROFILES))
        check_profile(check, resource);
    else if (al_is_type(resource, CLASSIC))
        check_classic_links(check, resource);
    else
        check_policy(check, resource);
}

/* ---- TLS ------------------------------------------------------------------------------------------------
 */

static void check_tls_field(al_check *check, const al_resource *resource, const al_field *field,
                            const char *weak)
{
    enum al_truth is = al_is(check, field, weak);

    if (is == AL_YES)
        al_report(check, resource, field, "callers may use TLS 1.0, which is broken: %s is set", weak);
    else if (is == AL_UNKNOWN)
        al_undetermined(check, resource, field, "cannot tell which TLS versions callers may use");
}

static void check_domain(al_check *check, const al_resource *domain)
{
    check_tls_field(check, domain, al_get(check, domain, "properties.tlsSettings.minimumTlsVersion"),
                    "TLS10");
    check_tls_field(check, domain, al_get(check, domain, "properties.tlsSettings.cipherSuiteSetType"),
                    "TLS10_2019");
}

static void check_classic_tls(al_check *check, const al_resource *door)
{
    static const char path[] = "properties.customHttpsConfiguration.minimumTlsVersion";
    const al_field *endpoints = al_get(check, door, "properties.frontendEndpoints");
    bool exact;
    size_t n = al_count(check, endpoints, &exact);

    for (size_t i = 0; i < n; i++)
        check_tls_field(check, door, al_get_in(check, al_item(check, endpoints, i), path), "1.0");
}

/* A route takes both protocols when it does not say which. A rule set may send callers on to HTTPS as well.
 */
static void check_route(al_check *check, const al_resource *route)
{
    static const char path[] = "properties.httpsRedirect";
    const al_field *redirect = al_get(check, route, path);
    const al_field *protocols = al_get(check, route, "properties.supportedProtocols");
    const al_field *forwarding = al_get(check, route, "properties.forwardingProtocol");
    enum al_truth plain = protocols ? al_ask_lists(check, protocols, "Http") : AL_YES;

    plain = al_both(plain, al_opposite(al_is(check, redirect, "Enabled")));
    if (plain == AL_YES && al_test(check, route, AL_FIELD("properties.ruleSets", AL_NOT_EMPTY)) != AL_NO)
        plain = AL_UNKNOWN;
    if (al_is(check, forwarding, "HttpOnly") == AL_YES)
        al_report(check, route, forwarding,
                  "requests go on to the origin without TLS: forwardingProtocol is HttpOnly");
    if (plain == AL_UNKNOWN)
        al_undetermined(check, route, redirect, "cannot tell whether callers may use HTTP");
    else if (plain == AL_YES && redirect)
        al_report(check, route, redirect, "callers may use HTTP without TLS: httpsRedirect is not Enabled");
    else if (plain == AL_YES)
        al_report_absent(check, route, path, "callers may use HTTP without TLS: httpsRedirect is not set");
}

static void check_tls(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, DOMAINS))
        check_domain(check, resource);
    else if (al_is_type(resource, CLASSIC))
        check_classic_tls(check, resource);
    else
        check_route(check, resource);
}

/* ---- rules ----------------------------------------------------------------------------------------------
 */

static const struct al_rule rules[] = {
    {
        .id = "frontdoor-min-tls",
        .title = "Front Door accepts TLS 1.0 or plain HTTP",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = DOMAINS " " ROUTES " " CLASSIC,
        .when = AL_NOT(AL_FIELD("properties.enabledState", AL_EQUALS("Disabled"))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_tls,
        .why = "Prompts, answers and tokens can be read and changed on the way.",
        .remedy = "Set properties.tlsSettings.minimumTlsVersion of the custom domain to TLS12 or TLS13; set "
                  "properties.httpsRedirect of the route to Enabled and forwardingProtocol to HttpsOnly.",
        .references = "MCSB DP-3; policy 679da822-78a7-4eff-8fff-a899454a9970; "
                      "https://learn.microsoft.com/azure/frontdoor/end-to-end-tls",
        .equivalents = "Azure.FrontDoor.MinTLS",
    },
    {
        .id = "frontdoor-waf",
        .title = "Front Door has no firewall that stops attacks",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = PROFILES " " CLASSIC " " WAF_POLICIES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_waf,
        .why =
            "Attacks on the web interface of an AI service, floods of requests among them, reach it unhindered.",
        .remedy =
            "Link a Microsoft.Network/FrontDoorWebApplicationFirewallPolicies resource through "
            "Microsoft.Cdn/profiles/securityPolicies, with policySettings.mode Prevention, enabledState "
            "Enabled and a managed rule set (Premium tier).",
        .references = "MCSB NS-6; policy 055aa869-bc98-4af8-bafc-23f1ab6ffe2c; "
                      "policy 425bea59-a659-4cbb-8d31-34499bd030b8; "
                      "policy dfc212af-17ea-423a-9dcb-91e2cb2caa6b; "
                      "https://learn.microsoft.com/azure/web-application-firewall/afds/afds-overview",
        .equivalents =
            "CKV_AZURE_121 CKV_AZURE_123 Azure.FrontDoor.UseWAF Azure.FrontDoor.WAF.Enabled "
            "Azure.FrontDoor.WAF.Mode Azure.FrontDoorWAF.Enabled Azure.FrontDoorWAF.PreventionMode",
    },
};

AL_MODULE(front_door, "Azure Front Door", rules);
