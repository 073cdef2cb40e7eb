// The dated report of a live run, as docs/live holds it.

/** `<stack>-<date>.md` */
export function reportName(stack, date) {
  return `${stack}-${dayOf(date)}.md`;
}

/**
 * @param {{stack: string, target: string, date: Date, where: string, cost: string,
 *   steps: import("./steps.mjs").Step[], left: string[]}} run `where` names the region, never an account
 */
export function reportOf({ stack, target, date, where, cost, steps, left }) {
  const rows = steps.map(({ what, ok, seconds, said }) => [what, ok ? "ok" : "failed", `${seconds} s`, cell(said)]);
  const table = [["step", "result", "took", "what was seen"], ["---", "---", "---", "---"], ...rows];
  const passed = steps.every(({ ok }) => ok);
  const head = passed ? `passed all ${steps.length} steps` : `failed at "${steps.find(({ ok }) => !ok)?.what}"`;
  return [
    `# ${target}, live on ${dayOf(date)}: ${head}`,
    "",
    `\`npm run live -- ${stack} --yes-spend\` in ${where}. ${cost}`,
    "",
    ...table.map((cells) => `| ${cells.join(" | ")} |`),
    "",
    ...(left.length > 0 ? ["Left at the provider:", "", ...left.map((each) => `- \`${each}\``), ""] : []),
  ].join("\n");
}

const dayOf = (date) => date.toISOString().slice(0, 10);
const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
