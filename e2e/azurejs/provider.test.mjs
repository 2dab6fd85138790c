// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { connect, makeWorkspace, problems, refused } from "./support.mjs";

const { client } = connect();

suite("the provider", () => {
  test("operations", async () => {
    const operations = await Array.fromAsync(client.operations.list());
    const names = operations.map(({ name }) => name.toLowerCase());
    for (const type of ["workspaces", "workspaces/fhirservices"]) {
      for (const verb of ["read", "write", "delete"]) {
        assert.ok(names.includes(`microsoft.healthcareapis/${type}/${verb}`), `${type}/${verb} is not in ${names}`);
      }
    }
    assert.equal(new Set(names).size, names.length);
    for (const { name, display, origin, isDataAction } of operations) {
      assert.ok(display.provider && display.resource && display.operation && display.description, name);
      assert.ok(origin && isDataAction === false, name);
    }
  });

  const type = "Microsoft.HealthcareApis/workspaces";
  const check = (name, of = type) => client.services.checkNameAvailability({ name, type: of });

  test("a name that is free", async () => {
    assert.deepEqual(await check("wsfree"), { nameAvailable: true });
  });

  test("a name that is taken", async () => {
    await makeWorkspace(client, "wstaken");
    const answer = await check("wstaken");
    assert.equal(answer.nameAvailable, false);
    assert.equal(answer.reason, "AlreadyExists");
    assert.ok(answer.message);
  });

  for (const name of ["Upper", "x", "with-hyphen", "a".repeat(25)]) {
    test(`a name that is none: ${name}`, async () => {
      const answer = await check(name);
      assert.equal(answer.nameAvailable, false);
      assert.equal(answer.reason, "Invalid");
      assert.ok(answer.message);
    });
  }

  test("a type without names of its own", async () => {
    await refused(check("any", "Microsoft.HealthcareApis/none"), 400, "InvalidResourceType");
  });
});
