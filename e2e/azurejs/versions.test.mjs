// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { connect, group, location, makeWorkspace, onWire, problems, refused } from "./support.mjs";

// Every api-version that Azure has had for workspaces and their FHIR services.
const versions = [
  "2021-06-01-preview", "2021-11-01", "2022-01-31-preview", "2022-05-15", "2022-06-01", "2022-10-01-preview", "2022-12-01",
  "2023-02-28", "2023-09-06", "2023-11-01", "2023-12-01", "2024-03-01", "2024-03-31", "2025-03-01-preview", "2025-04-01-preview",
];

const cors = { origins: ["https://app.example.org"], headers: ["*"], methods: ["GET"], maxAge: 600, allowCredentials: true };

suite("api-versions", () => {
  for (const apiVersion of versions) {
    test(apiVersion, async () => {
      const { client, wire } = connect({ apiVersion });
      const workspace = "ws" + apiVersion.replaceAll("-", "").slice(0, 16); // 2021-06-01-preview and -11-01 differ
      await onWire(wire, ["PUT 201"], () => makeWorkspace(client, workspace));
      const services = client.fhirServices;
      const made = await onWire(wire, ["PUT 201"], () =>
        services.beginCreateOrUpdateAndWait(group, workspace, "records", { location, kind: "fhir-Stu3", corsConfiguration: cors }),
      );
      assert.equal(made.provisioningState, "Succeeded");
      assert.deepEqual(made.corsConfiguration, cors);
      assert.deepEqual(await services.get(group, workspace, "records"), made);
      const updated = await onWire(wire, ["PATCH 200"], () =>
        services.beginUpdateAndWait(group, "records", workspace, { tags: { version: apiVersion } }),
      );
      assert.deepEqual(updated.corsConfiguration, cors);
      assert.deepEqual(await Array.fromAsync(services.listByWorkspace(group, workspace)), [updated]);
      assert.equal((await client.workspaces.get(group, workspace)).name, workspace);
      await onWire(wire, ["DELETE 200"], () => services.beginDeleteAndWait(group, "records", workspace));
      await refused(services.get(group, workspace, "records"), 404, "ResourceNotFound");
      await onWire(wire, ["DELETE 200"], () => client.workspaces.beginDeleteAndWait(group, workspace));
    });
  }

  test("one that is not served is refused with those that are", async () => {
    const { client } = connect({ apiVersion: "2019-01-01" });
    const error = await refused(client.workspaces.get(group, "any"), 400, "UnsupportedApiVersionValue");
    for (const version of versions) assert.ok(error.message.includes(version), version);
  });

  test("a property that a version does not have yet is refused, and kept when others wrote it", async () => {
    const old = connect({ apiVersion: "2022-05-15" }).client.fhirServices;
    const { client } = connect();
    await makeWorkspace(client, "wsdeltas");
    const encryption = { customerManagedKeyEncryption: { keyEncryptionKeyUrl: "https://vault.example.org/keys/mine/1" } };
    const put = (by, body) => by.beginCreateOrUpdateAndWait(group, "wsdeltas", "records", { location, ...body });
    const error = await refused(put(old, { encryption }), 400, "InvalidRequestContent");
    assert.deepEqual(problems(error), ["UnknownProperty properties.encryption"]);
    await put(client.fhirServices, { encryption });
    assert.equal((await put(old, { corsConfiguration: cors })).encryption, undefined);
    const got = await client.fhirServices.get(group, "wsdeltas", "records");
    assert.deepEqual([got.encryption, got.corsConfiguration], [encryption, cors]);
  });
});
