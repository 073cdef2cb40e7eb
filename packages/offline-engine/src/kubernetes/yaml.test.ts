import { UNKNOWN } from "@modelport/sdk-schema/wire";
import { expect, test } from "vitest";
import { writeYaml } from "./yaml.ts";

const resource = (type: string, inputs: Readonly<Record<string, unknown>>) => ({
  urn: "",
  name: "",
  id: "",
  parent: "",
  type,
  inputs,
  outputs: {},
});

test("one file for each object, in the order in which they need each other, without Pulumi's own marks", () => {
  const files = writeYaml([
    resource("kubernetes:apps/v1:Deployment", { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "api" } }),
    resource("kubernetes:core/v1:Namespace", { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } }),
    resource("aws:iam/role:Role", { name: "role" }),
    resource("kubernetes:core/v1:ConfigMap", {
      data: { a: "1", text: "two\nlines\n" },
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "settings-1", namespace: "shop", annotations: { "pulumi.com/autonamed": "true" } },
    }),
  ]);
  expect(files).toEqual([
    { name: "01-namespace-shop.yaml", text: "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n", unknown: [] },
    {
      name: "02-configmap-settings-1.yaml",
      text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings-1\n  namespace: shop\ndata:\n  a: "1"\n  text: |\n    two\n    lines\n',
      unknown: [],
    },
    {
      name: "03-deployment-api.yaml",
      text: "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\n",
      unknown: [],
    },
  ]);
});

test("what only an up would know is named, and not a value that looks like one", () => {
  const spec = { template: { spec: { containers: [{ name: "api", image: UNKNOWN }] } } };
  const metadata = { name: "api", namespace: "shop" };
  const [file] = writeYaml([resource("kubernetes:apps/v1:Deployment", { kind: "Deployment", metadata, spec })]);
  expect(file?.unknown).toEqual(["spec.template.spec.containers[0].image"]);
  expect(file?.text).toContain("image: KNOWN-AFTER-UP\n");
});
