// The Kubernetes objects of a stack as `npm run manifests` writes them, and the cluster that gets them.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createLoadedImage } from "@modelport/kubernetes-workload/image-loading";
import { readArtifacts } from "@modelport/packaging";
import * as registry from "@modelport/stacks/registry";
import type { TargetSuite } from "@modelport/target-suite";
import { run } from "./kubectl.testing.ts";
import { imageSettings } from "./requirements.testing.ts";
import { type Settings, Stack } from "./stack.testing.ts";

const stacks = path.resolve(import.meta.dirname, "../..");

/** The targets that declare a Deployment of Kubernetes, by what their suites have drawn. */
export function targetsOnKubernetes(): readonly string[] {
  return Object.values(registry)
    .map(({ name }) => name)
    .filter((name) => {
      const drawn = JSON.parse(readFileSync(path.join(stacks, name, "graph.snap.json"), "utf8")) as {
        readonly defaults: object;
      };
      return Object.keys(drawn.defaults).some((resource) => resource.startsWith("kubernetes:apps/v1:Deployment "));
    });
}

/** The configuration with which the target's own suite deploys it. */
async function configurationOf(target: string): Promise<Settings> {
  const file = pathToFileURL(path.join(stacks, target, "tests/suite.testing.ts")).href;
  const { suite } = (await import(file)) as { readonly suite: TargetSuite };
  return suite.config ?? {};
}

/** The text of each object, in the order in which they are applied. */
export async function render(target: string, settings: Settings, artifacts: string): Promise<readonly string[]> {
  const stack = await Stack.open({ ...(await configurationOf(target)), ...settings }, target);
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-rendered-"));
  try {
    await stack.manifests(artifacts, folder);
    const names = (await readdir(folder)).toSorted();
    return await Promise.all(names.map((name) => readFile(path.join(folder, name), "utf8")));
  } finally {
    await rm(folder, { recursive: true });
    await stack.dispose();
  }
}

export interface LoadedTestImage {
  readonly digest: string;
  readonly reference: string;
}

/** Brings the packaged image to the cluster's nodes. */
export async function loadImage(artifacts: string): Promise<LoadedTestImage> {
  const [image] = readArtifacts(artifacts).artifacts;
  if (image === undefined) throw new Error(`${artifacts} has no image`);
  const { loadInto, localCluster = "" } = imageSettings();
  const { outs } = await createLoadedImage({
    archive: path.join(artifacts, image.path),
    digest: image.digest,
    into: loadInto as "kind" | "minikube" | "containerd",
    cluster: String(localCluster),
    name: "rendered",
  });
  return { digest: image.digest, reference: outs.reference };
}

/** The object with the loaded image in place of one that the cluster cannot pull. */
export function withImage(text: string, { reference }: LoadedTestImage): string {
  return text
    .replace(/^( +)image: .*$/m, (_, indent: string) => `${indent}image: ${reference}`)
    .replace(/^( +)imagePullPolicy: .*$/m, (_, indent: string) => `${indent}imagePullPolicy: Never`);
}

export interface Applied {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: Readonly<Record<string, unknown>>;
}

const UNKNOWN_KIND = /no matches for kind "(\w+)" in version "([^"]+)"/;

/** The object as the cluster has it, or the kind that the cluster does not know. @throws {Error} if it refuses the object */
export async function apply(text: string): Promise<Applied | { readonly unknownKind: string }> {
  const args = ["apply", "--server-side", "--field-manager=modelport", "--output", "json", "--filename", "-"];
  const { code, stdout, output } = await run("kubectl", args, { input: text });
  if (code === 0) return JSON.parse(stdout) as Applied;
  const [, kind, version] = UNKNOWN_KIND.exec(output) ?? [];
  if (kind !== undefined) return { unknownKind: `${kind} of ${version}` };
  throw new Error(`${output.trim()}\n${text}`);
}

/** Lines that differ between the object and the cluster's, without those that count changes; undefined for an unknown kind. */
export async function differences(text: string): Promise<readonly string[] | undefined> {
  const args = ["diff", "--server-side", "--field-manager=modelport", "--filename", "-"];
  const { output } = await run("kubectl", args, { input: text });
  if (UNKNOWN_KIND.test(output)) return undefined;
  return output.split("\n").filter((line) => /^[-+](?![-+]{2} )/.test(line) && !/^.\s+generation: /.test(line));
}
