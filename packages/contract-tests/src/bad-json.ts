// Bodies that are no single JSON object of the right kind, in every way that clients get it wrong.
import type { Manifest } from "@modelport/contracts";
import { exampleOf } from "./requests.ts";

/** What the body is, and the sentence that refuses it. */
type BadJson = readonly [title: string, body: string, detail: string];

const NOT_JSON = "The body is not JSON; send one JSON object.";
const EMPTY = "The body is empty; send one JSON object.";

/** Bodies that JSON.parse refuses, or would silently misread. */
export function badJson(manifest: Manifest): readonly BadJson[] {
  const example = exampleOf(manifest);
  const good = JSON.stringify(example);
  const [first] = manifest.features;
  const key = JSON.stringify(first?.name);
  const twice = (name: string) => `${JSON.stringify(name)} appears twice in one object; send it once.`;
  return [
    ["an empty body", "", EMPTY],
    ["white space alone", " \n\t ", EMPTY],
    ["a truncated body", good.slice(0, -3), NOT_JSON],
    ["an unclosed string", '{"a": "b', NOT_JSON],
    ["NaN", `{${key}: NaN}`, NOT_JSON],
    ["Infinity", `{${key}: -Infinity}`, NOT_JSON],
    ["a hexadecimal number", `{${key}: 0x10}`, NOT_JSON],
    ["a number with a leading zero", `{${key}: 010}`, NOT_JSON],
    ["a number with a leading plus", `{${key}: +1}`, NOT_JSON],
    ["undefined", `{${key}: undefined}`, NOT_JSON],
    ["a trailing comma", `${good.slice(0, -1)},}`, NOT_JSON],
    ["a comment", `/* hi */ ${good}`, NOT_JSON],
    ["single quotes", "{'a': 1}", NOT_JSON],
    ["unquoted keys", "{a: 1}", NOT_JSON],
    ["Python's None", `{${key}: None}`, NOT_JSON],
    ["two objects", `${good}${good}`, NOT_JSON],
    ["text after the object", `${good} end`, NOT_JSON],
    ["a form", "a=1&b=2", NOT_JSON],
    ["XML", "<a>1</a>", NOT_JSON],
    ["a control character in a string", '{"a": "\u0001"}', NOT_JSON],
    ["a key given twice", `${good.slice(0, -1)},${key}:${JSON.stringify(first?.example)}}`, twice(first?.name ?? "")],
    ["a key given twice, once escaped", `{"\\u0061": 1, "a": 2}`, twice("a")],
    ["a key given twice further inside", '{"x": {"a": 1, "a": 2}}', twice("a")],
  ];
}
