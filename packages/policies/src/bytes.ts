// What runs is identified by its bytes: a tag or a file name can move to other bytes.
import { inputAt, membersOf, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Policy } from "./policy.ts";

/**
 * Runtimes find an image that was loaded into a node by its tag alone. If that tag is the digest and nothing is ever pulled by it,
 * it cannot move.
 */
function isNamedByDigest(image: string, pullPolicy: unknown): boolean {
  return /@sha256:[0-9a-f]{64}$/.test(image) || (pullPolicy === "Never" && /:sha256-[0-9a-f]{64}$/.test(image));
}

function pullPolicyBeside(resource: DeclaredResource, path: string): unknown {
  const beside = path.replace(/[^.]+$/, "imagePullPolicy");
  return membersOf(resource).find((member) => member.path === beside)?.value;
}

export const imagesByDigest = {
  name: "images-by-digest",
  title: "every image is named by its digest, and never by a tag alone",
  types: [""],
  check: (resource) =>
    membersOf(resource)
      .filter(({ key, value }) => (key === "image" || key === "imageUri") && typeof value === "string")
      .filter(({ path, value }) => !isNamedByDigest(String(value), pullPolicyBeside(resource, path)))
      .map(
        ({ path, value }) =>
          `${called(resource)}: ${path} is ${shown(value)}, but must end in @sha256: and 64 hex digits, ` +
          "because a tag can move to another image: use the artifact's digest.",
      ),
} as const satisfies Policy;

export const zipsByDigest = {
  name: "zips-by-digest",
  title: "every zip comes with the hash of its bytes",
  types: ["aws:lambda/function:Function"],
  check: (resource) => {
    if (resource.inputs["packageType"] === "Image") return [];
    const hash = inputAt(resource, "sourceCodeHash");
    if (typeof hash === "string" && /^[A-Za-z0-9+/]{43}=$/.test(hash)) return [];
    return [
      `${called(resource)}: sourceCodeHash is ${shown(hash)}, but must be the base64 of the zip's SHA-256, ` +
        "or new bytes under the same path would not be deployed: derive it from the artifact's digest.",
    ];
  },
} as const satisfies Policy;
