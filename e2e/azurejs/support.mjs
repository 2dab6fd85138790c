// SPDX-License-Identifier: Apache-2.0

// What the tests share: Azure's own client and credential with their ordinary settings, and a look at what goes over
// the wire. The addresses and the secret come from the environment, as `corsgate serve --dev` prints them.

import assert from "node:assert/strict";
import { HealthcareApisManagementClient } from "@azure/arm-healthcareapis";
import { ClientSecretCredential } from "@azure/identity";

function need(name) {
  const value = process.env[name];
  assert.ok(value, `the environment lacks ${name}`);
  return value;
}

export const endpoint = need("AZURE_RESOURCE_MANAGER_ENDPOINT");
export const authorityHost = need("AZURE_AUTHORITY_HOST");
export const tenant = need("AZURE_TENANT_ID");
export const clientId = need("AZURE_CLIENT_ID");
export const secret = need("AZURE_CLIENT_SECRET");
export const subscription = need("AZURE_SUBSCRIPTION_ID");

// The resource groups of the tests, in which nothing else is.
export const group = need("RESOURCE_GROUP");
export const otherGroup = need("OTHER_RESOURCE_GROUP");

export const location = "westeurope";

/** Signs in to the dev authority as a program does to Entra in a cloud of its own. */
export function credential({ tenantId = tenant, id = clientId, password = secret } = {}) {
  return new ClientSecretCredential(tenantId, id, password, { authorityHost, disableInstanceDiscovery: true });
}

const shared = credential(); // one, so that its token is asked for once

/**
 * Azure's client, and what it sends, each try of it: "PUT 201". `rewrite` changes bodies after the SDK is done with
 * them, to send what its model has no place for.
 */
export function connect({ rewrite, ...options } = {}) {
  const wire = [];
  const client = new HealthcareApisManagementClient(shared, subscription, { endpoint, ...options });
  const recorder = {
    name: "recorder",
    async sendRequest(request, next) {
      if (rewrite && request.body) {
        request.body = JSON.stringify(rewrite(JSON.parse(request.body)) ?? assert.fail("rewrite returned nothing"));
      }
      const response = await next(request);
      wire.push(`${request.method} ${response.status}`);
      return response;
    },
  };
  client.pipeline.addPolicy(recorder, { afterPhase: "Sign" });
  return { client, wire };
}

/** Runs an operation and wants exactly these exchanges for it: a poller that is done does not poll. */
export async function onWire(wire, want, operation) {
  wire.length = 0;
  const result = await operation();
  assert.deepEqual(wire, want);
  return result;
}

/** Makes a workspace for a test's services. */
export async function makeWorkspace(client, name, resourceGroup = group) {
  return client.workspaces.beginCreateOrUpdateAndWait(resourceGroup, name, { location });
}

/** Wants an operation to fail as Azure's would: with a RestError that has the status and the code of the body. */
export async function refused(operation, statusCode, code) {
  const error = await operation.then(
    (result) => assert.fail(`want ${statusCode} ${code}, got ${JSON.stringify(result)}`),
    (reason) => reason,
  );
  assert.equal(error.name, "RestError", error.stack);
  assert.equal(error.statusCode, statusCode, error.message);
  assert.equal(error.code, code, error.message);
  assert.equal(error.response.headers.get("x-ms-error-code"), code);
  assert.ok(error.details.error.message);
  return error.details.error;
}

/** The details of an error as "code target" lines, in their order. */
export function problems(error) {
  return (error.details ?? []).map(({ code, target }) => `${code} ${target}`);
}

/** Runs an operation for each item, a few at a time. */
export async function forEach(items, operation) {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await operation(item);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}
