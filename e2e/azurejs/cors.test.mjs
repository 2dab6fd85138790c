// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { connect, group, location, makeWorkspace, problems, refused } from "./support.mjs";

const { client } = connect();
const services = client.fhirServices;
const workspace = "wscors";

const put = (name, corsConfiguration, by = services) =>
  by.beginCreateOrUpdateAndWait(group, workspace, name, { location, kind: "fhir-R4", corsConfiguration });

// What each reads back as it was sent: the same values in the same order and case, twice where twice, absent where absent.
const settings = {
  "all five fields": {
    origins: ["https://app.example.org", "http://localhost:3000"],
    headers: ["authorization", "content-type"],
    methods: ["GET", "POST", "PUT"],
    maxAge: 1440,
    allowCredentials: true,
  },
  "order, case and duplicates": {
    origins: ["https://b.example.org", "HTTPS://A.Example.org", "https://b.example.org", "https://a.example.org:443"],
    headers: ["X-Request-Id", "x-request-id", "If-Match", "Authorization"],
    methods: ["PUT", "GET", "PUT", "DELETE"],
    maxAge: 99999,
    allowCredentials: false,
  },
  wildcards: { origins: ["*"], headers: ["*"], methods: ["*"], maxAge: 0, allowCredentials: false },
  "a prefix of headers": { origins: ["https://app.example.org"], headers: ["x-tempo-*"], methods: ["GET"] },
  "empty lists": { origins: [], headers: [], methods: [], allowCredentials: false },
  "one field": { origins: ["https://app.example.org"] },
  "a port and an address": { origins: ["http://192.0.2.7:8080", "https://xn--bcher-kva.example"], methods: ["PATCH"] },
  "no field": {},
  "a thousand origins": { origins: Array.from({ length: 1000 }, (_, i) => `https://app-${i}.example.org`) },
};

suite("corsConfiguration", () => {
  before(() => makeWorkspace(client, workspace));

  for (const [name, want] of Object.entries(settings)) {
    test(`reads back deep-equal: ${name}`, async () => {
      const service = name.replaceAll(/\W/g, "-").slice(0, 24);
      assert.deepEqual((await put(service, want)).corsConfiguration, want);
      assert.deepEqual((await services.get(group, workspace, service)).corsConfiguration, want);
    });
  }

  test("is gone when it is left out", async () => {
    await put("left-out", settings["one field"]);
    assert.equal((await put("left-out", undefined)).corsConfiguration, undefined);
    assert.equal((await services.get(group, workspace, "left-out")).corsConfiguration, undefined);
  });

  test("is in a list as it is in a get", async () => {
    const want = settings["order, case and duplicates"];
    await put("listed", want);
    const found = (await Array.fromAsync(services.listByWorkspace(group, workspace))).find(({ name }) => name === "listed");
    assert.deepEqual(found, await services.get(group, workspace, "listed"));
    assert.deepEqual(found.corsConfiguration, want);
  });

  const at = "properties.corsConfiguration";
  const wrong = {
    "a wildcard with credentials": [
      { origins: ["*"], allowCredentials: true },
      [`WildcardWithCredentials ${at}.allowCredentials`],
    ],
    "a bad origin": [
      { origins: ["https://good.example.org", "https://bad.example.org/path"] },
      [`InvalidOrigin ${at}.origins[1]`],
    ],
    "a wildcard among others": [{ origins: ["https://a.example.org", "*"] }, [`WildcardNotAlone ${at}.origins[1]`]],
    "maxAge too large": [{ maxAge: 100000 }, [`MaxAgeOutOfRange ${at}.maxAge`]],
    "maxAge below zero": [{ maxAge: -1 }, [`MaxAgeOutOfRange ${at}.maxAge`]],
    "a method in lower case": [{ methods: ["GET", "patch"] }, [`MethodCase ${at}.methods[1]`]],
    "a method that no page may use": [{ methods: ["TRACE"] }, [`ForbiddenMethod ${at}.methods[0]`]],
    "a header with a space": [{ headers: ["not a header"] }, [`InvalidHeaderName ${at}.headers[0]`]],
    "everything at once": [
      { origins: ["null", "https://x.example.org/"], headers: ["a b"], methods: ["get"], maxAge: 100000 },
      [
        `InvalidOrigin ${at}.origins[0]`,
        `InvalidOrigin ${at}.origins[1]`,
        `InvalidHeaderName ${at}.headers[0]`,
        `MethodCase ${at}.methods[0]`,
        `MaxAgeOutOfRange ${at}.maxAge`,
      ],
    ],
  };
  for (const [name, [cors, want]] of Object.entries(wrong)) {
    test(`is refused: ${name}`, async () => {
      const error = await refused(put("refused", cors), 400, "InvalidCorsConfiguration");
      assert.deepEqual(problems(error), want);
      for (const { message } of error.details) assert.match(message, /\S \S/);
      await refused(services.get(group, workspace, "refused"), 404, "ResourceNotFound");
    });
  }

  test("is refused: an unknown property, with the name that was meant", async () => {
    const { client } = connect({
      rewrite(body) {
        body.properties.corsConfiguration = { allow_origin: ["https://app.example.org"], method: ["GET"] };
        return body;
      },
    });
    const error = await refused(put("unknown", {}, client.fhirServices), 400, "InvalidCorsConfiguration");
    assert.deepEqual(problems(error), [`UnknownProperty ${at}.allow_origin`, `UnknownProperty ${at}.method`]);
    assert.match(error.details[0].message, /\borigins\b/);
    assert.match(error.details[1].message, /\bmethods\b/);
  });

  test("a refused change leaves what was", async () => {
    const kept = await put("kept", settings["one field"]);
    await refused(put("kept", { origins: ["https://"] }), 400, "InvalidCorsConfiguration");
    assert.deepEqual(await services.get(group, workspace, "kept"), kept);
  });
});
