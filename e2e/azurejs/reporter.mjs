// SPDX-License-Identifier: Apache-2.0

// A reporter for `node --test`: one line of JSON a test, for the Go test that runs it.

export default async function* report(source) {
  const path = [];
  for await (const { type, data } of source) {
    if (type === "test:start") path.splice(data.nesting, Infinity, data.name);
    if (type !== "test:pass" && type !== "test:fail") continue;
    const { error, duration_ms: ms } = data.details;
    // A suite says only how its tests went, unless it failed by itself, such as in a hook.
    if (data.details.type === "suite" && (!error || error.failureType === "subtestsFailed")) continue;
    const name = [...path.slice(0, data.nesting), data.name].join("/");
    const ok = type === "test:pass" && !data.skip && !data.todo; // one that did not run shows nothing
    yield JSON.stringify({ name, ok, ms, error: error && String(error.cause?.stack ?? error.cause ?? error.stack) }) + "\n";
  }
}
