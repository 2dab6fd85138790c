// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { HealthcareApisManagementClient } from "@azure/arm-healthcareapis";
import { connect, credential, endpoint, group, makeWorkspace, refused, subscription } from "./support.mjs";

const scope = `${endpoint}/.default`;
const elsewhere = "11111111-2222-3333-4444-555555555555";

suite("signing in", () => {
  test("with the client's secret", async () => {
    const { token, expiresOnTimestamp } = await credential().getToken(scope);
    assert.equal(token.split(".").length, 3);
    assert.ok(expiresOnTimestamp > Date.now());
  });

  // Entra's numbers: what people search for.
  const wrong = {
    "a wrong secret": [{ password: "wrong" }, /AADSTS7000215/],
    "an unknown client": [{ id: elsewhere }, /AADSTS700016/],
  };
  for (const [name, [settings, message]] of Object.entries(wrong)) {
    test(name, async () => {
      const want = { name: "AuthenticationRequiredError", message };
      await assert.rejects(credential(settings).getToken(scope), want);
      const client = new HealthcareApisManagementClient(credential(settings), subscription, { endpoint });
      await assert.rejects(client.workspaces.get(group, "any"), want);
    });
  }

  test("a tenant that is none", async () => {
    // The client library asks for the tenant's configuration first, and says no more than that there is none.
    const want = { name: "CredentialUnavailableError", message: /endpoints_resolution_error/ };
    await assert.rejects(credential({ tenantId: "contoso.example" }).getToken(scope), want);
  });

  test("as a client of another tenant", async () => {
    const client = new HealthcareApisManagementClient(credential({ tenantId: elsewhere }), subscription, { endpoint });
    await refused(client.workspaces.get(group, "any"), 403, "AuthorizationFailed");
  });

  test("for another audience", async () => {
    const { client } = connect({ credentialScopes: ["https://elsewhere.example.org/.default"] });
    await assert.rejects(client.workspaces.get(group, "any"), { name: "AuthenticationRequiredError", message: /AADSTS500011/ });
  });

  test("for Azure's own audience, which clients ask for unless told otherwise", async () => {
    const { client } = connect({ credentialScopes: ["https://management.azure.com/.default"] });
    assert.ok((await makeWorkspace(client, "wsaudience")).id);
  });

  test("a subscription that is not the client's", async () => {
    const client = new HealthcareApisManagementClient(credential(), elsewhere, { endpoint });
    await refused(client.workspaces.get(group, "any"), 403, "AuthorizationFailed");
  });

  test("a token that is none", async () => {
    const getToken = async () => ({ token: "none", expiresOnTimestamp: Date.now() + 3600_000 });
    const client = new HealthcareApisManagementClient({ getToken }, subscription, { endpoint });
    await refused(client.workspaces.get(group, "any"), 401, "AuthenticationFailed");
  });
});
