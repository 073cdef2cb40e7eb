import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const executablePath = process.env["CHROMIUM_PATH"] ?? PATHS.find((path) => existsSync(path));

/** Why there is no browser, in one sentence; undefined where there is one. */
export const withoutChromium =
  executablePath === undefined
    ? "There is no Chromium at /usr/bin/chromium, so the pages were not tried in a browser: install it (Debian: apt-get install chromium), or name one in CHROMIUM_PATH."
    : undefined;

/** Chromium without a window and without its own conversations with the network. */
export function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(withoutChromium);
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  // Chromium refuses its sandbox to root, as which containers of CI run.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args: [...quiet, ...sandbox, "--disable-gpu"] });
}
