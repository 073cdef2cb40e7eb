// The versions of Kubernetes that EKS runs, as read on 2026-12-01.

interface Version {
  /** The day on which standard support ends. EKS then upgrades the cluster, unless it pays for extended support. */
  readonly standardUntil: string;
  /** Whether that is so far away that a month of standard support is left. */
  readonly isStandard: boolean;
}

/** Newest first. Source: https://github.com/endoflife-date/endoflife.date (products/amazon-eks.md), read on 2026-12-01. */
export const VERSIONS = {
  "1.36": { standardUntil: "2027-08-02", isStandard: true },
  "1.35": { standardUntil: "2027-03-27", isStandard: true },
  "1.34": { standardUntil: "2026-12-02", isStandard: false },
  "1.33": { standardUntil: "2026-07-29", isStandard: false },
} as const satisfies Readonly<Record<string, Version>>;

export type KubernetesVersion = keyof typeof VERSIONS;

export const VERSION_NAMES = Object.keys(VERSIONS) as [KubernetesVersion, ...KubernetesVersion[]];
export const [NEWEST] = VERSION_NAMES;

/** Whether a cluster of this version pays for extended support: on that day, or if none is given, within a month of 2026-12-01. */
export const isExtended = (version: KubernetesVersion, on?: string): boolean =>
  on === undefined ? !VERSIONS[version].isStandard : on >= VERSIONS[version].standardUntil;
