// Rules that targets on Google Cloud share. Without Pulumi: a page imports them too.
import { type Rule, tagFaults } from "@modelport/target-kit";

interface LabelSettings {
  readonly labels: Readonly<Record<string, string>>;
}

/** Docs: https://cloud.google.com/resource-manager/docs/labels-overview#requirements */
export const labelsAreFree = (({ labels }) => ({
  labels: tagFaults(labels, {
    key: "labels",
    platform: "Google",
    name: { pattern: /^[a-z][a-z0-9_-]{0,62}$/, inWords: "a letter and up to 62 lower-case letters, digits, _ or -" },
    value: {
      pattern: /^[a-z0-9_-]{0,63}$/,
      inWords: "up to 63 lower-case letters, digits, _ and -",
      nearest: (value) =>
        value
          .toLowerCase()
          .replaceAll(/[^a-z0-9_-]/g, "-")
          .slice(0, 63),
    },
  }),
})) satisfies Rule<LabelSettings>;
