import { expect, test } from "vitest";
import { changesBetween, documentedToReplace } from "./diff.ts";

const brief = (olds: Parameters<typeof changesBetween>[0], news: Parameters<typeof changesBetween>[1]) =>
  changesBetween(olds, news).map(({ kind, path }) => `${kind} ${path}`);

test("every leaf that differs, by its path", () => {
  const olds = { a: 1, b: { c: ["x", "y"], d: "e", gone: true }, same: { z: 1 } };
  const news = { a: 2, b: { c: ["x", "z", "w"], d: "e" }, same: { z: 1 }, "n.ew": "v" };
  expect(brief(olds, news)).toEqual(["update a", "update b.c[1]", "add b.c[2]", "delete b.gone", 'add ["n.ew"]']);
});

test("a mark of secrecy, null for nothing and the stand-in's own notes are no difference; the content of an archive is", () => {
  const signature = "4dabf18193072939515e22adb298388d";
  const secret = { [signature]: "1b47061264138c4ac30d75fd1eb44270", value: "hunter2" };
  const archive = (hash: string) => ({ [signature]: "0def7320c3a5731c473e5ecbe6d01bc7", hash, path: `${hash}.zip` });
  expect(
    brief(
      { password: "hunter2", code: archive("1") },
      { password: secret, none: null, code: archive("1"), __defaults: ["a"] },
    ),
  ).toEqual([]);
  expect(brief({ code: archive("1") }, { code: archive("2") })).toEqual(["update code"]);
});

test("what the documentation says of a property holds for what is in it", () => {
  const property = (definition: string | undefined, forcesNew: boolean) => ({
    shape:
      definition === undefined
        ? ({ kind: "string" } as const)
        : ({ kind: "list", items: { kind: "object", definition } } as const),
    required: false,
    forcesNew,
  });
  const schema = {
    token: "",
    inputs: { vpc: property("Vpc", false), disk: property("Disk", true) },
    outputs: {},
    definitions: {
      Vpc: { id: property(undefined, true), note: property(undefined, false) },
      Disk: { size: property(undefined, false) },
    },
  };
  const changes = changesBetween(
    { vpc: [{ id: "1", note: "a" }], disk: [{ size: "1" }] },
    { vpc: [{ id: "2", note: "b" }], disk: [{ size: "2" }] },
  );
  expect(changes.filter((change) => documentedToReplace(change, schema)).map(({ path }) => path)).toEqual([
    "disk[0].size",
    "vpc[0].id",
  ]);
});
