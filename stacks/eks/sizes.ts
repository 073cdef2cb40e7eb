/** The defaults, unless other settings change them (defaults.ts). */
export const USUAL = {
  nodeType: "t3.medium",
  nodes: 3,
  /** On nodes that are there; Auto Mode starts one for a pod that finds no room, in a minute or two. */
  startupSeconds: { nodeGroup: 60, autoMode: 240 },
  /** Of a managed node group: https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
  mostNodes: 450,
} as const;

/**
 * Of a node's disk, which holds the system and images: the defaults of EKS.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html (ephemeralStorage)
 */
export const DISK_GB = { nodeGroup: 20, autoMode: 80 } as const;
