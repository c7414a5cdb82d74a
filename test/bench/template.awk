# SPDX-License-Identifier: MIT
# awk -v language=json|bicep -v n=RESOURCES [-v from=FIRST] [-v settings=NUMBER] -f template.awk: a template with that many
# resources: web applications, storage accounts and keys, each with expressions, parameters and references to others.
# `settings` makes applications larger; `from` gives names of their own to the files of one environment.
function json(i,    k) {
    if (i % 3 == 0) {
        printf "{\"type\":\"Microsoft.Storage/storageAccounts\",\"apiVersion\":\"2023-01-01\","
        printf "\"name\":\"[concat(parameters('prefix'), 'st%d')]\",\"location\":\"[parameters('location')]\",", i
        printf "\"kind\":\"StorageV2\",\"sku\":{\"name\":\"[variables('sku')]\"},"
        printf "\"properties\":{\"minimumTlsVersion\":\"TLS1_2\",\"allowBlobPublicAccess\":false,"
        printf "\"supportsHttpsTrafficOnly\":\"[equals(parameters('prefix'), 'p%d')]\"}}", i
    } else if (i % 3 == 1) {
        printf "{\"type\":\"Microsoft.Web/sites\",\"apiVersion\":\"2023-01-01\",\n"
        printf " \"name\":\"[format('{0}-app%d', parameters('prefix'))]\",\"location\":\"[parameters('location')]\",\n", i
        printf " \"dependsOn\":[\"[resourceId('Microsoft.Storage/storageAccounts', concat(parameters('prefix'), 'st%d'))]\"],\n", i - 1
        printf " \"properties\":{\"httpsOnly\":true,\"siteConfig\":{\"minTlsVersion\":\"1.2\",\"appSettings\":[\n"
        for (k = 0; k < settings; k++)
            printf "  {\"name\":\"SETTING_%d\",\"value\":\"[concat(parameters('prefix'), '-%d-', variables('sku'))]\"},\n", k, k
        printf "  {\"name\":\"LAST\",\"value\":\"true\"}]}}}"
    } else {
        printf "{\"type\":\"Microsoft.KeyVault/vaults\",\"apiVersion\":\"2023-02-01\","
        printf "\"name\":\"[concat(parameters('prefix'), 'kv%d')]\",\"location\":\"[parameters('location')]\",", i
        printf "\"properties\":{\"tenantId\":\"[subscription().tenantId]\",\"enableRbacAuthorization\":true,"
        printf "\"enablePurgeProtection\":true,\"sku\":{\"family\":\"A\",\"name\":\"standard\"},"
        printf "\"networkAcls\":{\"defaultAction\":\"Deny\",\"bypass\":\"AzureServices\"}}}"
    }
}
function bicep(i,    k) {
    if (i % 3 == 0) {
        printf "resource st%d 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: '${prefix}st%d'\n", i, i
        printf "  location: location\n  kind: 'StorageV2'\n  sku: { name: sku }\n  properties: {\n"
        printf "    minimumTlsVersion: 'TLS1_2'\n    allowBlobPublicAccess: false\n"
        printf "    supportsHttpsTrafficOnly: prefix == 'p%d'\n  }\n}\n", i
    } else if (i % 3 == 1) {
        printf "resource app%d 'Microsoft.Web/sites@2023-01-01' = {\n  name: '${prefix}-app%d'\n", i, i
        printf "  location: location\n  properties: {\n    httpsOnly: true\n    siteConfig: {\n"
        printf "      minTlsVersion: '1.2'\n      appSettings: [\n        { name: 'STORE', value: st%d.id }\n", i - 1
        for (k = 0; k < settings; k++)
            printf "        { name: 'SETTING_%d', value: '${prefix}-%d-${sku}' }\n", k, k
        printf "      ]\n    }\n  }\n}\n"
    } else {
        printf "resource kv%d 'Microsoft.KeyVault/vaults@2023-02-01' = {\n  name: '${prefix}kv%d'\n", i, i
        printf "  location: location\n  properties: {\n    tenantId: subscription().tenantId\n"
        printf "    enableRbacAuthorization: true\n    enablePurgeProtection: true\n"
        printf "    sku: { family: 'A', name: 'standard' }\n"
        printf "    networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices' }\n  }\n}\n"
    }
}
BEGIN {
    from = int((from + 2) / 3) * 3 # applications refer to the account before them
    if (language == "bicep") {
        printf "param location string = 'westeurope'\nparam prefix string = 'contoso'\nvar sku = 'Standard_ZRS'\n\n"
        for (i = from; i < from + n; i++)
            bicep(i)
    } else {
        printf "{\"$schema\":\"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\",\n"
        printf "\"contentVersion\":\"1.0.0.0\",\n\"parameters\":{\"location\":{\"type\":\"string\",\"defaultValue\":\"westeurope\"},"
        printf "\"prefix\":{\"type\":\"string\",\"defaultValue\":\"contoso\"}},\n\"variables\":{\"sku\":\"Standard_ZRS\"},\n"
        printf "\"resources\":[\n"
        for (i = from; i < from + n; i++) {
            json(i)
            print i + 1 < from + n ? "," : ""
        }
        print "]}"
    }
}
