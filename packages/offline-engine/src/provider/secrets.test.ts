import { expect, test } from "vitest";
import { withSecrets } from "./secrets.ts";
import { sealed } from "@modelport/sdk-schema/wire";

test("what is made of a secret is secret as a whole; the rest stays readable", () => {
  const inputs = { environment: { TOKEN: sealed("hunter2"), LEVEL: "info" }, pin: sealed(4711), name: "web" };
  const outputs = {
    environment: inputs.environment,
    arn: "arn:aws:lambda:function:web",
    url: "https://example.com/?token=hunter2",
    data: { encoded: Buffer.from("hunter2").toString("base64") },
    copies: [{ pin: 4711 }],
  };
  expect(withSecrets(outputs, inputs)).toEqual({
    ...outputs,
    url: sealed(outputs.url),
    data: sealed(outputs.data),
    copies: sealed(outputs.copies),
  });
});

test("without a secret nothing is marked", () => {
  const outputs = { a: { b: ["c"] } };
  expect(withSecrets(outputs, { a: "c", empty: sealed("") })).toBe(outputs);
});
