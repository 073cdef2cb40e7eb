// A line of NDJSON is what the server takes it for, whether the client takes other members out of it or not.
import { type RunningService, stopService } from "@modelport/local-runtime";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { manifest, modelportHere as modelport, startServer } from "../under-test.testing.ts";
import { rawMembers } from "./json-members.ts";

let server: RunningService;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => stopService(server));

const example = Object.fromEntries(manifest.features.map(({ name, example: value }) => [name, value]));
const [first = ""] = manifest.features.map(({ name }) => name);
const members = JSON.stringify(example).slice(1, -1);
/** The example with `text` as the value of a field, as it stands. */
const withText = (field: string, text: string) =>
  `{${manifest.features.map(({ name, example: value }) => `${JSON.stringify(name)}:${name === field ? text : JSON.stringify(value)}`).join(",")}}`;

it("scores and refuses the same lines as the server, with the same words, beside members that stay here", async () => {
  const lines = [
    `{${members}}`,
    `{"${first}":20,${members}}`,
    `{"\\u0061ge":20,${members}}`,
    withText("age", "1e400"),
    withText("age", "-1e400"),
    withText("age", "4e1"),
    withText("age", "40.0"),
    withText("age", "-0"),
    withText("age", "12345678901234567890"),
    withText("age", "null"),
    withText("age", '"40"'),
    withText("age", "{}"),
    withText("age", '[[1,2],{"a":"}"}]'),
    withText("balance", "0.1000000000000000055511151231257827"),
    withText("balance", "1e-400"),
    `{${members},"Age":41}`,
    `\u00A0{${members}}`,
    `{${members}}\u2003`,
    `\uFEFF{${members}}`,
    `{${members},}`,
    `{"age":NaN}`,
    `{'age':1}`,
    `{"age":01}`,
    `\t {${members}} \r`,
  ];
  const direct = await fetch(`${server.url}/api/v1/predict/batch`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: `\n${lines.join("\n")}`,
  });
  interface Answer {
    readonly churn_probability?: number;
    readonly error?: { readonly code: string; readonly detail: string };
  }
  const said = (text: string) =>
    text
      .trimEnd()
      .split("\n")
      .map(
        (line) =>
          JSON.parse(
            line.replace(/^.*?(?=\{"index"|"churn_probability"|"error")/, (own) => (own === "" ? "" : "{")),
          ) as Answer,
      )
      .map(({ churn_probability, error }) => churn_probability ?? error?.detail.replace("write one", "send one"));
  const expected = said(await direct.text());
  expect(expected).toHaveLength(lines.length);
  expect(expected.filter((answer) => typeof answer === "string").length).toBeGreaterThan(10);
  const run = async (texts: readonly string[]) =>
    said(
      (await modelport(["predict", "-", "--format", "ndjson", "--url", server.url], { stdin: `\n${texts.join("\n")}` }))
        .stdout,
    );
  expect(await run(lines)).toEqual(expected);
  const stranger = (line: string) => line.replace("{", '{ "id" : {"x":[1,"},{",{"y":"\\""}]} , "note":"a:b", ');
  expect(await run(lines.map(stranger))).toEqual(expected);
}, 60_000);

it("takes members out of a line as they stand", () => {
  const json = fc.json({
    maxDepth: 3,
    stringUnit: fc.constantFrom('"', "\\", "{", "}", "[", "]", ",", ":", "a", " ", "é"),
  });
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ maxLength: 3 }), json, { maxKeys: 5 }),
      fc.constantFrom("", " ", "\t"),
      (object, space) => {
        const text = `{${space}${Object.entries(object)
          .map(([name, value]) => `${JSON.stringify(name)}${space}:${space}${value}${space}`)
          .join(`,${space}`)}}`;
        expect(rawMembers(text)).toEqual(
          Object.entries(object).map(([name, value]) => ({
            name,
            text: `${JSON.stringify(name)}${space}:${space}${value.trim()}`,
          })),
        );
      },
    ),
    { numRuns: 1000 },
  );
});
