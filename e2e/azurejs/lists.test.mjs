// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { getContinuationToken } from "@azure/arm-healthcareapis";
import { connect, endpoint, forEach, group, location, makeWorkspace, otherGroup } from "./support.mjs";

// More than one page, which has at most 100, and not a multiple of it.
const count = 205;
const names = (prefix) => Array.from({ length: count }, (_, i) => prefix + String(i).padStart(3, "0"));
const byName = (list) => list.map(({ name }) => name).sort();

suite("lists", () => {
  test("services of a workspace", async () => {
    const { client, wire } = connect();
    const services = client.fhirServices;
    await makeWorkspace(client, "wslist");
    const want = names("service-");
    await forEach(want, (name) => services.beginCreateOrUpdateAndWait(group, "wslist", name, { location }));
    await checkPages(wire, (settings) => services.listByWorkspace(group, "wslist").byPage(settings), want);
    assert.deepEqual(byName(await Array.fromAsync(services.listByWorkspace(group, "wslist"))), want);
  });

  test("workspaces of a group and of a subscription", async () => {
    const { client, wire } = connect();
    const want = names("wsmany");
    await forEach(want, (name) => makeWorkspace(client, name, otherGroup));
    await checkPages(wire, (settings) => client.workspaces.listByResourceGroup(otherGroup).byPage(settings), want);
    const all = await Array.fromAsync(client.workspaces.listBySubscription());
    assert.deepEqual(byName(all.filter(({ name }) => name.startsWith("wsmany"))), want);
    const elsewhere = await Array.fromAsync(client.workspaces.listByResourceGroup(group));
    assert.equal(elsewhere.filter(({ name }) => name.startsWith("wsmany")).length, 0);
  });

  test("an apiVersion of one's own is kept in the links to more pages", async () => {
    const { client } = connect({ apiVersion: "2022-12-01" });
    const pages = await Array.fromAsync(client.workspaces.listByResourceGroup(otherGroup).byPage());
    assert.equal(pages.flat().length, count);
    assert.match(getContinuationToken(pages[0]), /[?&]api-version=2022-12-01(&|$)/);
  });

  test("an empty one", async () => {
    const { client, wire } = connect();
    await makeWorkspace(client, "wsempty");
    wire.length = 0;
    assert.deepEqual(await Array.fromAsync(client.fhirServices.listByWorkspace(group, "wsempty")), []);
    assert.deepEqual(wire, ["GET 200"]);
  });
});

/** Wants a list page by page: full ones and a last one, one request each, every item once, resumable at each link. */
async function checkPages(wire, byPage, want) {
  wire.length = 0;
  const pages = await Array.fromAsync(byPage());
  assert.deepEqual(pages.map((page) => page.length), [100, 100, count - 200]);
  assert.deepEqual(wire, ["GET 200", "GET 200", "GET 200"]);
  assert.deepEqual(byName(pages.flat()), want);
  const links = pages.map(getContinuationToken);
  for (const link of links.slice(0, -1)) assert.ok(link.startsWith(endpoint + "/"), link);
  assert.equal(links.at(-1), undefined);
  const resumed = await Array.fromAsync(byPage({ continuationToken: links[0] }));
  assert.deepEqual(resumed.flat(), pages.slice(1).flat());
}
