// A run as a tree by parents, for people.
import type { OfflineRun, OfflineStep, StepOperation } from "../offline-engine.ts";

const SIGNS: Readonly<Partial<Record<StepOperation, string>>> = {
  create: "+ ",
  update: "~ ",
  replace: "+-",
  delete: "- ",
  read: "> ",
};

export function treeOf({ steps }: Pick<OfflineRun, "steps">): string {
  const known = new Set(steps.map(({ urn }) => urn));
  const childrenOf = (urn: string | undefined) =>
    steps.filter(({ parent }) => (known.has(parent ?? "") ? parent : undefined) === urn);
  const lines = childrenOf(undefined).flatMap((root) => linesOf(root, "", "", childrenOf));
  const width = Math.max(0, ...lines.map(({ text }) => text.length));
  return lines.map(({ sign, text, note }) => `${sign} ${text.padEnd(width)}  ${note}`.trimEnd()).join("\n");
}

interface Line {
  readonly sign: string;
  readonly text: string;
  readonly note: string;
}

function linesOf(
  step: OfflineStep,
  stem: string,
  indent: string,
  childrenOf: (urn: string) => readonly OfflineStep[],
): readonly Line[] {
  const children = childrenOf(step.urn);
  const paths = step.diff === undefined ? "" : ` [${step.diff.join(", ")}]`;
  const own = {
    sign: SIGNS[step.op] ?? "  ",
    text: `${stem}${step.type} ${step.name}`,
    note: step.op === "same" ? "" : step.op + paths,
  };
  return [
    own,
    ...children.flatMap((child, index) => {
      const isLast = index === children.length - 1;
      return linesOf(child, `${indent}${isLast ? "└─ " : "├─ "}`, `${indent}${isLast ? "   " : "│  "}`, childrenOf);
    }),
  ];
}
