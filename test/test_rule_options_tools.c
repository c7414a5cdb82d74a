/* SPDX-License-Identifier: MIT */
/* Which hosts the rule about remote tools lets through when it is told which are approved. */
#include "lint_test.h"

static const char rule[] = "foundry-remote-tool-allowlist";

/* How many findings there are about a tool with that target, when these hosts are approved; NULL: none named.
 */
static size_t count(const char *hosts, const char *target)
{
    const struct al_assignment settings[] = {{"foundry-remote-tool-allowlist.allowed-hosts", hosts},
                                             {NULL, NULL}};
    char text[1024];

    snprintf(text, sizeof text,
             "{\"type\":\"Microsoft.CognitiveServices/accounts/connections\","
             "\"apiVersion\":\"2025-06-01\",\"name\":\"a/tool\",\"properties\":{\"category\":\"RemoteTool\","
             "\"authType\":\"OAuth2\",\"target\":\"%s\"}}",
             target);
    return count_findings(rule, hosts ? settings : NULL, text);
}

static void test_hosts(void **state)
{
    (void)state;
    assert_int_equal(count(NULL, "https://tools.fabrikam.com/mcp"), 0);
    assert_int_equal(count("tools.contoso.com", "https://tools.contoso.com/mcp"), 0);
    assert_int_equal(count("tools.contoso.com", "https://TOOLS.contoso.com:8443?x=1"), 0);
    assert_int_equal(count("*.contoso.com,api.githubcopilot.com", "https://tools.contoso.com"), 0);
    assert_int_equal(count("*.contoso.com,api.githubcopilot.com", "https://api.githubcopilot.com/mcp"), 0);
    assert_int_equal(count("tools.contoso.com", "https://tools.fabrikam.com/mcp"), 1);
    assert_int_equal(count("*.contoso.com", "https://evil.example/tools.contoso.com"), 1);
    assert_int_equal(count("*.contoso.com", "https://tools.contoso.com@evil.example/"), 1);
    assert_int_equal(count("*.contoso.com", "https://tools.contoso.com:x@evil.example/"), 1);
    assert_int_equal(count("*.contoso.com", "https://reader@tools.contoso.com/@x"), 0);
    assert_int_equal(count("*.contoso.com", "http://tools.contoso.com/mcp"), 1);
}

static void test_unknown(void **state)
{
    (void)state;
    assert_int_equal(count("*.contoso.com", "[reference('tool').url]"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
