import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";

/** How the visitor looks at a page. */
interface Visitor {
  readonly width?: number;
  readonly scheme?: "light" | "dark";
  readonly locale?: string;
}

/**
 * Opens `url`. The test fails at its end if the page requested anything from another host, or if the browser had to
 * complain: of an error, or of something that the Content-Security-Policy forbids.
 */
export async function visit(browser: Browser, url: string, visitor: Visitor = {}): Promise<Page> {
  const { width = 1280, scheme = "light", locale = "en-GB" } = visitor;
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme, locale });
  const page = await context.newPage();
  const complaints: string[] = [];
  const { origin } = new URL(url);
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== origin) complaints.push(`asked for ${request.url()}`);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // Chromium reports each 4xx of fetch here, which a refused instance is.
    const refused = /the server responded with a status of 4\d\d/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !refused) complaints.push(message.text());
  });
  onTestFinished(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });
  await page.goto(url);
  return page;
}

/** Asserts that axe finds nothing, its best practices included, and that nothing is wider than the window. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate<readonly { id: string; nodes: readonly { html: string }[] }[]>(
    "axe.run(document).then((results) => results.violations)",
  );
  expect(violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)])).toEqual([]);
  const [content, window] = await page.evaluate<[number, number]>(
    "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
  );
  expect(content).toBeLessThanOrEqual(window);
}

/** Whether the focused element shows it by an outline. */
export function focusIsVisible(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(
    "(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2)(getComputedStyle(document.activeElement))",
  );
}
