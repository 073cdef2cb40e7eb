import { UNKNOWN } from "@modelport/sdk-schema/wire";
import { expect, test } from "vitest";
import { activeCluster, movesToCluster } from "./kubeconfig.ts";

const kubeconfig = (server: string, token = "a") =>
  JSON.stringify({
    "current-context": "one",
    contexts: [
      { name: "one", context: { cluster: "first", user: "me" } },
      { name: "two", context: { cluster: "second", user: "me" } },
    ],
    clusters: [
      { name: "first", cluster: { server } },
      { name: "second", cluster: { server: "https://second.example" } },
    ],
    users: [{ name: "me", user: { token } }],
  });
const first = "https://first.example";
const yaml = `current-context: one\ncontexts:\n- name: one\n  context: { cluster: first }\nclusters:\n- name: first\n  cluster:\n    server: ${first}\n`;

test.each([
  [{ kubeconfig: kubeconfig(first) }, first],
  [{ kubeconfig: yaml }, first],
  [{ kubeconfig: kubeconfig(first), context: "two" }, "https://second.example"],
  [{ kubeconfig: kubeconfig(first), cluster: "second" }, "https://second.example"],
  [{ kubeconfig: kubeconfig(first), context: "three" }, undefined],
  [{ kubeconfig: "/home/me/.kube/config" }, undefined],
  [{ kubeconfig: "{ not\nyaml" }, undefined],
  [{ context: "one" }, undefined],
])("%j is the cluster %s", (configuration, server) => {
  expect(activeCluster(configuration)?.["server"]).toBe(server);
});

const before = { kubeconfig: kubeconfig(first) };
const named = (clusterIdentifier: string, other: object = before) => ({ ...other, clusterIdentifier });

test.each([
  ["the same server with another token", before, { kubeconfig: kubeconfig(first, "b") }, []],
  ["another server", before, { kubeconfig: kubeconfig("https://other.example") }, ["kubeconfig"]],
  ["another context", before, { ...before, context: "two" }, ["context"]],
  ["a server that is not known yet", before, { kubeconfig: UNKNOWN }, ["kubeconfig"]],
  ["a file", before, { kubeconfig: "/home/me/.kube/config" }, []],
  ["a server that is not known yet, of the same name", named("eks"), named("eks", { kubeconfig: UNKNOWN }), []],
  ["another name", named("eks"), named("eks-2"), ["clusterIdentifier"]],
  ["a name for the same server", before, named("eks"), []],
])("%s", (_title, olds, news, replaced) => {
  const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  const differing = changed.filter((key) => JSON.stringify(olds[key as never]) !== JSON.stringify(news[key as never]));
  expect(movesToCluster(olds, news, differing)).toEqual(replaced);
});
