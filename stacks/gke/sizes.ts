// The defaults of a cluster, unless other settings change them (defaults.ts), and the machine types of its nodes.

export const USUAL = {
  /** Autopilot adds a node for a pod that finds no room, in a minute or two. */
  startupSeconds: 240,
  releaseChannel: "regular",
  network: "default",
  privateNodes: true,
  maintenanceStart: "03:00",
  machineType: "e2-standard-2",
  minNodesPerZone: 1,
  maxNodesPerZone: 2,
  spot: false,
} as const;

/** Google spreads the nodes of a region over three zones: https://cloud.google.com/kubernetes-engine/docs/concepts/regional-clusters */
export const USUAL_ZONES = 3;

export { MACHINE_TYPES, type MachineType, machineTypes } from "@modelport/google/machine-types";

/** The boot disk of a node: the image of the app takes 0.3 GB of it. */
export const NODE_DISK_GB = 50;
