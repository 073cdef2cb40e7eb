import {
  type Allowances,
  type CostInputs,
  type CostLine,
  fixedLine,
  HOURS_PER_MONTH,
  type Price,
  usageLine,
} from "@modelport/target-kit";
import { nodesFor, podsAtPeak } from "@modelport/kubernetes-workload";
import { nodeRoom } from "./nodes.ts";
import type { prices as listPrices } from "./prices.ts";
import type { KubernetesSettings } from "./settings.ts";

type Inputs = CostInputs<KubernetesSettings, typeof listPrices, Allowances>;

/**
 * Whole nodes: those of the pods that always run, and the further ones of the busiest hour. The control plane, disks, load
 * balancers and traffic of a cluster of one's own have no price that a program could know.
 */
export function cost({ workload, settings, prices }: Inputs): readonly CostLine[] {
  const room = nodeRoom(settings);
  const always = nodesFor(settings.minReplicas, settings, room);
  const most = nodesFor(podsAtPeak(workload, settings), settings, room);
  return [
    fixedLine(priced(prices.node, settings), always * HOURS_PER_MONTH),
    usageLine(priced(prices.peakNode, settings), (most - always) * HOURS_PER_MONTH),
  ];
}

function priced(price: Price, { nodeUsdPerHour: usd }: KubernetesSettings): Price {
  if (usd === undefined || price.isUnknown !== true) return price;
  const { isUnknown: _, ...known } = price;
  return { ...known, usd };
}
