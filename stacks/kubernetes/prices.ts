// Nobody lists a price for a cluster of one's own: the settings say what a node costs.
import { type Allowances, priceList } from "@modelport/target-kit";

const { price } = priceList({ region: "your cluster", readOn: "2026-12-01" });

const ofANode = {
  unit: "node-hour",
  usd: 0,
  isUnknown: true,
  source: "modelport:nodeUsdPerHour",
  grade: "own",
} as const;

export const prices = {
  node: price({ name: "Nodes for the pods that always run", ...ofANode }),
  peakNode: price({
    name: "Nodes for the busiest hour",
    ...ofANode,
    note: "For the whole month: nodes that nothing removes. A node autoscaler makes it less.",
  }),
};

export const allowances: Allowances = {};
