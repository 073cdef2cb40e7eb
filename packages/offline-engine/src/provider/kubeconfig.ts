// What the provider of Kubernetes reads in its configuration: which cluster it talks to, and when that is another one.
// Source of the rules: https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/provider.go (DiffConfig), and
// getActiveClusterFromConfig in util.go beside it.
import { parse } from "yaml";
import { mapValues, membersOf, plain, textOf, UNKNOWN, type Value, type Values } from "@modelport/sdk-schema/wire";

/** The inputs that choose a cluster. */
const CHOOSING = ["kubeconfig", "context", "cluster"] as const;

/**
 * The entry of the cluster that is active; undefined if the configuration does not contain it. The provider then reads a file, or
 * does without.
 */
export function activeCluster(configuration: Values): Values | undefined {
  const { kubeconfig, context, cluster } = mapValues(configuration, plain);
  const config = contentsOf(kubeconfig);
  const named = (list: string, name: string, member: string) =>
    ((config[list] ?? []) as readonly Values[])
      .filter((entry) => entry["name"] === name)
      .map((entry) => membersOf(entry[member]))[0];
  const current = named("contexts", textOf(context) || textOf(config["current-context"]), "context");
  return current && named("clusters", textOf(cluster) || textOf(current["cluster"]), "cluster");
}

/** Empty for the path of a file. */
function contentsOf(kubeconfig: Value | undefined): Values {
  if (typeof kubeconfig !== "string") return membersOf(kubeconfig);
  if (!/[{\n]/.test(kubeconfig)) return {};
  try {
    return membersOf(parse(kubeconfig) as Value);
  } catch {
    return {};
  }
}

/** The inputs among `changed` that make it another cluster, so that all objects are replaced. */
export function movesToCluster(olds: Values, news: Values, changed: readonly string[]): readonly string[] {
  const [before, after] = [olds["clusterIdentifier"], news["clusterIdentifier"]];
  if (after !== undefined && before === after) return [];
  if (after !== undefined && before !== undefined) return ["clusterIdentifier"];
  const unknown = CHOOSING.filter((name) => news[name] === UNKNOWN);
  if (unknown.length > 0) return unknown;
  const [old, now] = [activeCluster(olds), activeCluster(news)];
  const isAnother = old !== undefined && now !== undefined && JSON.stringify(old) !== JSON.stringify(now);
  return isAnother ? CHOOSING.filter((name) => changed.includes(name)) : [];
}
