// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { connect, group, location, makeWorkspace, onWire, refused, subscription } from "./support.mjs";

const { client, wire } = connect();
const idOf = (name) =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.HealthcareApis/workspaces/${name}`;

suite("workspaces", () => {
  test("create", async () => {
    const body = { location, tags: { Stage: "Test" }, properties: { publicNetworkAccess: "Enabled" } };
    const made = await onWire(wire, ["PUT 201"], () =>
      client.workspaces.beginCreateOrUpdateAndWait(group, "wscreate", body),
    );
    assert.equal(made.id, idOf("wscreate"));
    assert.equal(made.name, "wscreate");
    assert.equal(made.type, "Microsoft.HealthcareApis/workspaces");
    assert.equal(made.location, location);
    assert.deepEqual(made.tags, { Stage: "Test" });
    assert.equal(made.properties.provisioningState, "Succeeded");
    assert.equal(made.properties.publicNetworkAccess, "Enabled");
    assert.ok(made.etag);
    assert.ok(made.systemData.createdAt instanceof Date && made.systemData.lastModifiedAt instanceof Date);
    assert.deepEqual(await onWire(wire, ["GET 200"], () => client.workspaces.get(group, "wscreate")), made);
  });

  test("a poller is done without polling", async () => {
    const poller = await onWire(wire, ["PUT 201"], () =>
      client.workspaces.beginCreateOrUpdate(group, "wspoller", { location }),
    );
    assert.ok(poller.isDone());
    assert.equal(poller.getOperationState().status, "succeeded");
    assert.equal(poller.getResult().name, "wspoller");
  });

  test("replace", async () => {
    await makeWorkspace(client, "wsreplace");
    const body = { location, tags: { a: "1" } };
    const replaced = await onWire(wire, ["PUT 200"], () =>
      client.workspaces.beginCreateOrUpdateAndWait(group, "wsreplace", body),
    );
    assert.deepEqual(replaced.tags, { a: "1" });
    const again = await client.workspaces.beginCreateOrUpdateAndWait(group, "wsreplace", body);
    assert.deepEqual(again, replaced, "a PUT that changes nothing changes nothing, neither etag nor systemData");
  });

  test("update replaces the tags and nothing else", async () => {
    await client.workspaces.beginCreateOrUpdateAndWait(group, "wsupdate", {
      location,
      tags: { a: "1", b: "2" },
      properties: { publicNetworkAccess: "Disabled" },
    });
    const updated = await onWire(wire, ["PATCH 200"], () =>
      client.workspaces.beginUpdateAndWait(group, "wsupdate", { tags: { c: "3" } }),
    );
    assert.deepEqual(updated.tags, { c: "3" });
    assert.equal(updated.properties.publicNetworkAccess, "Disabled");
    assert.deepEqual(await client.workspaces.get(group, "wsupdate"), updated);
  });

  test("update of an absent one", async () => {
    await refused(client.workspaces.beginUpdateAndWait(group, "wsnone", { tags: {} }), 404, "ResourceNotFound");
  });

  test("delete", async () => {
    await makeWorkspace(client, "wsdelete");
    await onWire(wire, ["DELETE 200"], () => client.workspaces.beginDeleteAndWait(group, "wsdelete"));
    await refused(client.workspaces.get(group, "wsdelete"), 404, "ResourceNotFound");
    await onWire(wire, ["DELETE 204"], () => client.workspaces.beginDeleteAndWait(group, "wsdelete"));
  });

  test("delete of one that has services", async () => {
    await makeWorkspace(client, "wsnested");
    await client.fhirServices.beginCreateOrUpdateAndWait(group, "wsnested", "inner", { location });
    await refused(client.workspaces.beginDeleteAndWait(group, "wsnested"), 409, "CannotDeleteResource");
    await client.fhirServices.beginDeleteAndWait(group, "inner", "wsnested");
    await client.workspaces.beginDeleteAndWait(group, "wsnested");
  });

  test("a location is required, compared loosely, and stays", async () => {
    await refused(client.workspaces.beginCreateOrUpdateAndWait(group, "wsplace", {}), 400, "LocationRequired");
    await makeWorkspace(client, "wsplace");
    await client.workspaces.beginCreateOrUpdateAndWait(group, "wsplace", { location: "West Europe" });
    const moved = client.workspaces.beginCreateOrUpdateAndWait(group, "wsplace", { location: "northeurope" });
    await refused(moved, 409, "InvalidResourceLocation");
  });

  test("a group that does not exist", async () => {
    const made = client.workspaces.beginCreateOrUpdateAndWait("no-such-group", "wsorphan", { location });
    await refused(made, 404, "ParentResourceNotFound");
    await refused(client.workspaces.get("no-such-group", "wsorphan"), 404, "ResourceNotFound");
  });
});
