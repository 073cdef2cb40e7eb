// What the command writes and prints in the documentation. `npx vitest run -u` rewrites it; a difference fails.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { LANGUAGES } from "@modelport/advising";
import { expect, it, vi } from "vitest";
import { modelportHere, temporaryFolder } from "../under-test.testing.ts";

// Each command searches the break-evens of all targets.
vi.setConfig({ testTimeout: 120_000 });

const ROOT = join(import.meta.dirname, "../../../..");

// ADR-008 and ADR-009 of the course, on its inputs.
it.each([
  ["0072-platform-for-bankchurn.md", ["--preset", "mvp"]],
  ["0073-from-cloudrun-to-gke.md", ["--preset", "enterprise", "--from", "cloudrun", "--to", "gke"]],
] as const)("docs/adr/%s is the output of the command, byte for byte", async (name, args) => {
  const path = join(await temporaryFolder(), "record.md");
  expect(await modelportHere(["advise", ...args, "--adr", path])).toMatchObject({ code: 0 });
  await expect(await readFile(path, "utf8")).toMatchFileSnapshot(join(ROOT, "docs/adr", name));
});

/** A command in a block of its own, and the block of its output. */
const EXAMPLE = /(?<=^```\n(?:npx )?modelport (advise [^`]*?)\n```\n\n```text\n)[^`]*(?=^```$)/gm;

it.each(["README.md", "docs/advice-for-real-questions.md"])("%s has what its commands print", async (file) => {
  const page = await readFile(join(ROOT, file), "utf8");
  const commands = [...page.matchAll(EXAMPLE)].map(([, command = ""]) => command);
  expect(commands.length).toBeGreaterThan(0);
  const excerpts = new Map<string, string>();
  for (const command of commands) {
    const { stdout, stderr } = await modelportHere(command.replaceAll("\\\n", " ").split(/\s+/));
    expect(stderr).toBe("");
    excerpts.set(command, excerptOf(stdout));
  }
  const text = page.replace(EXAMPLE, (_, command: string) => excerpts.get(command) ?? "");
  await expect(text).toMatchFileSnapshot(join(ROOT, file));
});

/** The recommendation, the costs, the reasons of rejections without their sources, and what would change the advice. */
function excerptOf(output: string): string {
  const { rejected, changes } = LANGUAGES.en.headings;
  const [, ...sections] = output.trimEnd().split("\n\n");
  const kept = sections.flatMap((section, index) => {
    if (section.startsWith(`${rejected}\n`)) return [withoutEvidence(section)];
    return index < 2 || section.startsWith(`${changes}\n`) ? [section] : [];
  });
  return `${kept.filter((section) => section !== "").join("\n\n")}\n`;
}

function withoutEvidence(section: string): string {
  const lines = section.split("\n").filter((line) => !line.startsWith("  local: "));
  return lines.length === 1 ? "" : lines.map((line) => line.replace(/ \([\w., -]+: .*/, "")).join("\n");
}
