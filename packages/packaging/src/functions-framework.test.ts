import { expect, test } from "vitest";
import { loadServerOnDemand } from "./functions-framework.ts";

const SOURCE = 'const a = 1;\nconst server_1 = require("./server");\nconst s = (0, server_1.getServer)(f, options);\n';

test("the framework loads its server where it uses it", () => {
  expect(loadServerOnDemand(SOURCE)).toBe('const a = 1;\nconst s = require("./server").getServer(f, options);\n');
});

test.each([
  ["loads it otherwise", SOURCE.replace("const server_1", "let server_1")],
  ["uses it twice", `${SOURCE}(0, server_1.getServer)(g, options);`],
])("a version that %s is refused", (_title, source) => {
  expect(() => loadServerOnDemand(source)).toThrow(
    "@google-cloud/functions-framework no longer loads its server as packages/packaging/src/functions-framework.ts expects: adapt it to this version, or pin the version before it.",
  );
});
