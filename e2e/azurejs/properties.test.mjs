// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { connect, group, location, makeWorkspace, problems, refused, subscription } from "./support.mjs";

const { client } = connect();
const services = client.fhirServices;
const workspace = "wsproperties";
const put = (name, body, by = services) => by.beginCreateOrUpdateAndWait(group, workspace, name, { location, ...body });

const identity = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader`;

// Everything that Azure's model of a FHIR service lets a client write.
const complete = {
  kind: "fhir-R4",
  tags: { team: "records", "cost center": "4711" },
  identity: { type: "UserAssigned", userAssignedIdentities: { [identity]: {} } },
  acrConfiguration: {
    loginServers: ["registry.example.org", "other.example.org"],
    ociArtifacts: [{ loginServer: "registry.example.org", imageName: "templates", digest: "sha256:0a1b2c" }],
  },
  authenticationConfiguration: {
    authority: "https://login.microsoftonline.com/abfde7b2-df0f-47e6-aabf-2462b07508dc",
    audience: "https://fhir.example.org",
    smartProxyEnabled: true,
  },
  corsConfiguration: {
    origins: ["https://app.example.org"],
    headers: ["*"],
    methods: ["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"],
    maxAge: 1440,
    allowCredentials: false,
  },
  exportConfiguration: { storageAccountName: "existingStorageAccount" },
  publicNetworkAccess: "Disabled",
  resourceVersionPolicyConfiguration: {
    default: "versioned",
    resourceTypeOverrides: { Patient: "no-version", Observation: "versioned-update" },
  },
  importConfiguration: { integrationDataStore: "existingStorageAccount", initialImportMode: false, enabled: true },
  implementationGuidesConfiguration: { usCoreMissingData: false },
  encryption: {
    customerManagedKeyEncryption: { keyEncryptionKeyUrl: "https://vault.example.org/keys/mine/0a1b2c" },
  },
};

const smartIdentityProviders = [
  {
    authority: "https://smart.example.org/tenant",
    applications: [{ clientId: "app-1", audience: "https://fhir.example.org", allowedDataActions: ["Read"] }],
  },
];

suite("properties of a FHIR service", () => {
  before(() => makeWorkspace(client, workspace));

  test("all of them are set and read back", async () => {
    check(await put("complete", complete));
    check(await services.get(group, workspace, "complete"));
    function check(got) {
      // What the server adds to identity is its own; what was asked for has to be there.
      const { identity, ...rest } = complete;
      for (const [name, want] of Object.entries(rest)) assert.deepEqual(got[name], want, name);
      assert.equal(got.identity.type, identity.type);
      assert.deepEqual(Object.keys(got.identity.userAssignedIdentities), Object.keys(identity.userAssignedIdentities));
    }
  });

  test("a put without them removes them", async () => {
    await put("removed", complete);
    const got = await put("removed", { kind: "fhir-R4" });
    for (const name of Object.keys(complete).filter((name) => name !== "kind" && name !== "publicNetworkAccess")) {
      assert.ok(got[name] === undefined || Object.keys(got[name]).length === 0 || got[name].type === "None", name);
    }
  });

  test("SMART identity providers, which the SDK's model passes on but does not send", async () => {
    const newer = connect({
      apiVersion: "2024-03-31",
      rewrite(body) {
        body.properties.authenticationConfiguration.smartIdentityProviders = smartIdentityProviders;
        return body;
      },
    });
    await put("smart", complete, newer.client.fhirServices);
    const reader = connect({ apiVersion: "2024-03-31" }).client.fhirServices;
    const want = { ...complete.authenticationConfiguration, smartIdentityProviders };
    const got = await reader.get(group, workspace, "smart");
    assert.deepEqual(got.authenticationConfiguration, want);
    // 2023-11-01, the SDK's own version, has no such property: its clients do not see it, nor do they lose it.
    assert.deepEqual((await services.get(group, workspace, "smart")).authenticationConfiguration, complete.authenticationConfiguration);
    await put("smart", { ...complete, tags: {} });
    assert.deepEqual((await reader.get(group, workspace, "smart")).authenticationConfiguration, want);
  });

  const wrong = {
    kind: [{ kind: "fhir-R9" }, "kind"],
    "identity type": [{ identity: { type: "Nobody" } }, "identity.type"],
    "user-assigned identity": [
      { identity: { type: "UserAssigned", userAssignedIdentities: { reader: {} } } },
      "identity.userAssignedIdentities.reader",
    ],
    publicNetworkAccess: [{ publicNetworkAccess: "Sometimes" }, "properties.publicNetworkAccess"],
    "version policy": [
      { resourceVersionPolicyConfiguration: { default: "always" } },
      "properties.resourceVersionPolicyConfiguration.default",
    ],
    "key URL": [
      { encryption: { customerManagedKeyEncryption: { keyEncryptionKeyUrl: "http://vault.example.org/keys/k" } } },
      "properties.encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl",
    ],
    authority: [
      { authenticationConfiguration: { authority: "login.example.org" } },
      "properties.authenticationConfiguration.authority",
    ],
  };
  for (const [name, [body, target]] of Object.entries(wrong)) {
    test(`a wrong ${name}`, async () => {
      const error = await refused(put("wrong", body), 400, "InvalidRequestContent");
      assert.deepEqual(problems(error), [`InvalidValue ${target}`]);
    });
  }

  test("wrong types and unknown names, all at once", async () => {
    const { client } = connect({
      rewrite: (body) => ({
        ...body,
        tag: {},
        properties: { publicNetworkAcces: "Enabled", exportConfiguration: { storageAccountName: 7 } },
      }),
    });
    const error = await refused(put("unknown", {}, client.fhirServices), 400, "InvalidRequestContent");
    assert.deepEqual(problems(error).sort(), [
      "InvalidType properties.exportConfiguration.storageAccountName",
      "UnknownProperty properties.publicNetworkAcces",
      "UnknownProperty tag",
    ]);
    const message = (target) => error.details.find((detail) => detail.target === target).message;
    assert.match(message("tag"), /\btags\b/);
    assert.match(message("properties.publicNetworkAcces"), /\bpublicNetworkAccess\b/);
  });
});
