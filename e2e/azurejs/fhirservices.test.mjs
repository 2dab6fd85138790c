// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { connect, group, location, makeWorkspace, onWire, refused, subscription } from "./support.mjs";

const { client, wire } = connect();
const services = client.fhirServices;
const workspace = "wsfhir";

suite("fhirServices", () => {
  before(() => makeWorkspace(client, workspace));

  test("create", async () => {
    const made = await onWire(wire, ["PUT 201"], () =>
      services.beginCreateOrUpdateAndWait(group, workspace, "Create-1", { location, kind: "fhir-R4", tags: { a: "1" } }),
    );
    const parent = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.HealthcareApis/workspaces/${workspace}`;
    assert.equal(made.id, `${parent}/fhirservices/Create-1`);
    assert.equal(made.name, "Create-1");
    assert.equal(made.type, "Microsoft.HealthcareApis/workspaces/fhirservices");
    assert.equal(made.kind, "fhir-R4");
    assert.equal(made.provisioningState, "Succeeded");
    assert.deepEqual(made.tags, { a: "1" });
    assert.ok(made.etag && made.systemData.createdAt instanceof Date);
    assert.deepEqual(await onWire(wire, ["GET 200"], () => services.get(group, workspace, "Create-1")), made);
  });

  test("a poller is done without polling", async () => {
    const poller = await onWire(wire, ["PUT 201"], () =>
      services.beginCreateOrUpdate(group, workspace, "poller", { location, kind: "fhir-R4" }),
    );
    assert.ok(poller.isDone());
    assert.equal(poller.getOperationState().status, "succeeded");
    assert.equal(poller.getResult().name, "poller");
  });

  test("what get returned can be put again", async () => {
    await services.beginCreateOrUpdateAndWait(group, workspace, "roundtrip", everyField());
    const got = await services.get(group, workspace, "roundtrip");
    const put = await onWire(wire, ["PUT 200"], () =>
      services.beginCreateOrUpdateAndWait(group, workspace, "roundtrip", got),
    );
    assert.deepEqual(put, got, "nothing changed, so neither did etag and systemData");
  });

  test("the JSON of an answer can be put again, read-only properties and all", async () => {
    await services.beginCreateOrUpdateAndWait(group, workspace, "rawtrip", everyField());
    let json;
    const got = await services.get(group, workspace, "rawtrip", { onResponse: (raw) => (json = JSON.parse(raw.bodyAsText)) });
    const raw = connect({ rewrite: () => json });
    assert.ok(json.properties.provisioningState && json.systemData && json.id);
    const put = await onWire(raw.wire, ["PUT 200"], () =>
      raw.client.fhirServices.beginCreateOrUpdateAndWait(group, workspace, "rawtrip", {}),
    );
    assert.deepEqual(put, got);
  });

  test("update replaces tags and identity, and nothing else", async () => {
    const made = await services.beginCreateOrUpdateAndWait(group, workspace, "update", everyField());
    const tagged = await onWire(wire, ["PATCH 200"], () =>
      services.beginUpdateAndWait(group, "update", workspace, { tags: { only: "this" } }),
    );
    assert.deepEqual(without(tagged), { ...without(made), tags: { only: "this" } });
    const identified = await onWire(wire, ["PATCH 200"], () =>
      services.beginUpdateAndWait(group, "update", workspace, { identity: { type: "SystemAssigned" } }),
    );
    assert.equal(identified.identity.type, "SystemAssigned");
    assert.deepEqual(identified.tags, { only: "this" });
    assert.deepEqual(identified.corsConfiguration, made.corsConfiguration);
    assert.deepEqual(await services.get(group, workspace, "update"), identified);
  });

  test("update of an absent one", async () => {
    await refused(services.beginUpdateAndWait(group, "absent", workspace, { tags: {} }), 404, "ResourceNotFound");
  });

  test("delete", async () => {
    await services.beginCreateOrUpdateAndWait(group, workspace, "delete", { location });
    await onWire(wire, ["DELETE 200"], () => services.beginDeleteAndWait(group, "delete", workspace));
    await refused(services.get(group, workspace, "delete"), 404, "ResourceNotFound");
    await onWire(wire, ["DELETE 204"], () => services.beginDeleteAndWait(group, "delete", workspace));
  });

  test("a workspace that does not exist", async () => {
    const made = services.beginCreateOrUpdateAndWait(group, "wsmissing", "orphan", { location });
    await refused(made, 404, "ParentResourceNotFound");
    await refused(services.get(group, "wsmissing", "orphan"), 404, "ResourceNotFound");
    await onWire(wire, ["DELETE 204"], () => services.beginDeleteAndWait(group, "orphan", "wsmissing"));
  });

  test("If-Match, as the SDK sends headers of one's own", async () => {
    const first = await services.beginCreateOrUpdateAndWait(group, workspace, "etag", { location });
    const ifMatch = (etag) => ({ requestOptions: { customHeaders: { "If-Match": etag } } });
    const put = (tags, etag) =>
      services.beginCreateOrUpdateAndWait(group, workspace, "etag", { location, tags }, ifMatch(etag));
    const second = await put({ a: "1" }, first.etag);
    assert.notEqual(second.etag, first.etag);
    await refused(put({ a: "2" }, first.etag), 412, "PreconditionFailed");
    assert.deepEqual(await services.get(group, workspace, "etag"), second);
  });

  test("request ids", async () => {
    let headers;
    const options = (customHeaders) => ({ requestOptions: { customHeaders }, onResponse: (raw) => (headers = raw.headers) });
    await client.workspaces.get(group, workspace, options({ "x-ms-correlation-request-id": "6f1c0a52-7a5b-4c8f-9d5e-0f2b8c1d3e4f" }));
    assert.ok(headers.get("x-ms-request-id"));
    assert.equal(headers.get("x-ms-correlation-request-id"), "6f1c0a52-7a5b-4c8f-9d5e-0f2b8c1d3e4f");
    assert.equal(headers.get("x-ms-client-request-id"), undefined);
    let sent;
    const asked = options({ "x-ms-return-client-request-id": "true" });
    asked.onResponse = (raw) => ([headers, sent] = [raw.headers, raw.request.headers.get("x-ms-client-request-id")]);
    await client.workspaces.get(group, workspace, asked);
    assert.equal(headers.get("x-ms-client-request-id"), sent);
  });
});

function everyField() {
  return {
    location,
    kind: "fhir-R4",
    tags: { team: "records" },
    corsConfiguration: { origins: ["https://app.example.org"], methods: ["GET"], maxAge: 0 },
    authenticationConfiguration: { authority: "https://login.example.org/tenant", audience: "https://fhir.example.org" },
    exportConfiguration: { storageAccountName: "exports" },
    publicNetworkAccess: "Enabled",
  };
}

// without is a resource but for what changes with each write.
function without({ etag, systemData, ...rest }) {
  return rest;
}
