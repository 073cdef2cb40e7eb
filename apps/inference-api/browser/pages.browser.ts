// The pages in a real browser, served by the server and by the Lambda function, for any manifest.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readExpectedModel, writeRandomModel } from "@modelport/contract-tests";
import { describeFeature, type Feature, type Manifest } from "@modelport/contracts";
import { prepareModel } from "@modelport/packaging";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPackaged } from "../src/entry/packaged.testing.ts";
import { grouped, plain } from "../pages/number.mjs";
import { launchChromium, withoutChromium } from "./chromium.ts";
import { expectAccessible, focusIsVisible, visit } from "./visit.ts";

if (withoutChromium && process.env["CI"]) throw new Error(withoutChromium);
if (withoutChromium) process.stderr.write(`\n${withoutChromium}\n\n`);

type Instance = Record<string, string | number | boolean>;
const { manifest } = await readExpectedModel(join(import.meta.dirname, "../../../model"));
const shell = async (line: string) => (await promisify(execFile)("sh", ["-c", line])).stdout;

/** A value other than the field's example. */
function another(feature: Feature): string | number {
  if (feature.type === "categorical") return feature.categories.at(-1) ?? "";
  if (feature.type === "boolean") return Number(feature.example) === 1 ? 0 : 1;
  return feature.maximum ?? feature.example + 1;
}

/** The language that the page has. */
async function languageOf(page: Page): Promise<"en" | "es"> {
  return (await page.locator("html").getAttribute("lang")) === "es" ? "es" : "en";
}

async function fill(page: Page, features: readonly Feature[]): Promise<Instance> {
  const language = await languageOf(page);
  const instance: Instance = {};
  for (const feature of features) {
    const control = page.locator(`#field-${feature.name}`);
    const value = another(feature);
    instance[feature.name] = value;
    if (feature.type === "boolean" && feature.default === undefined) await control.setChecked(value === 1);
    else if (feature.type === "boolean" || feature.type === "categorical") await control.selectOption(String(value));
    else await control.fill(plain(Number(value), language));
  }
  return instance;
}

/** What the API answers, without what differs between two requests. */
async function answerOf(url: string, instance: Instance, of: Manifest): Promise<Record<string, unknown>> {
  const explain = of.onnx.outputs.contributions ? "?explain=true" : "";
  const headers = { "content-type": "application/json" };
  const request = { method: "POST", headers, body: JSON.stringify(instance) };
  const answer = await fetch(`${url}/api/v1/predict${explain}`, request);
  expect(answer.status).toBe(200);
  return withoutId(await answer.text());
}

function withoutId(json: string): Record<string, unknown> {
  return { ...(JSON.parse(json) as Record<string, unknown>), request_id: undefined };
}

async function submit(page: Page): Promise<void> {
  await page.locator("form [type=submit]").click();
  await page.locator("#repeat pre").waitFor();
}

async function shownJson(page: Page) {
  return withoutId((await page.locator("#answer details pre").textContent()) ?? "");
}

/** The first numeric field with a maximum, and a value above it with what the API says of that. */
function tooLarge(): { feature: Feature; value: string; sentence: string } {
  for (const feature of manifest.features) {
    if (feature.type === "boolean" || feature.type === "categorical" || feature.maximum === undefined) continue;
    const value = String(feature.maximum + 1);
    return { feature, value, sentence: `${feature.name} must be ${describeFeature(feature)}; got ${value}.` };
  }
  throw new Error("no field of the model has a maximum");
}

/** A field that takes a number with decimals and thousands. */
function decimalField(): Feature {
  const found = manifest.features.find(({ type, ...feature }) => type === "number" && Number(feature.example) >= 1000);
  if (!found) throw new Error("no field of the model is a number of thousands");
  return found;
}

let browser: Browser;
beforeAll(async () => {
  if (!withoutChromium) browser = await launchChromium();
});
afterAll(() => browser?.close());

describe.skipIf(withoutChromium).each(["server-bundle", "lambda-zip"] as const)("the pages through the %s", (kind) => {
  let url: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ url, close } = await startPackaged(kind));
  });
  afterAll(() => close?.());

  it("predict what the API predicts, show why, and give the line that repeats it", async () => {
    const page = await visit(browser, `${url}/`);
    const instance = await fill(page, manifest.features);
    await submit(page);
    const answer = await answerOf(url, instance, manifest);
    expect(await shownJson(page)).toEqual(answer);
    expect(await page.locator("#score").getAttribute("value")).toBe(String(answer[manifest.output.name]));
    if (manifest.output.kind !== "regression") {
      const label = String(answer[manifest.output.labelName]);
      expect(await page.locator(".figure").textContent()).toContain(label);
    }
    const line = (await page.locator("#repeat pre").textContent()) ?? "";
    expect(withoutId(await shell(line))).toEqual(answer);
    await page.locator("#repeat button").click();
    await page.locator("#repeat [role=status]").getByText("Copied.").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(line);
  });

  it.runIf(manifest.onnx.outputs.contributions)("draw every contribution, and name the baseline", async () => {
    const page = await visit(browser, `${url}/`);
    const instance = await fill(page, manifest.features);
    await submit(page);
    const { contributions, baseline, logit, score, reasons } = await answerOf(url, instance, manifest);
    const all = Object.values(contributions as Record<string, number>).toSorted((a, b) => Math.abs(b) - Math.abs(a));
    const values = (part: string) =>
      page
        .locator(`.bars ${part} data`)
        .evaluateAll((found) => found.map((each) => Number(each.getAttribute("value"))));
    expect(await values("tbody")).toEqual(all.slice(0, 20));
    expect(await values("tfoot")).toEqual([baseline, logit ?? score]);
    const labels = (reasons as { label: string }[]).map((reason) => reason.label).join(", ");
    await page.getByText(`Raised most by: ${labels}.`, { exact: true }).waitFor();
    const meaning = manifest.explanation?.baseline.meaning ?? "";
    expect(await page.locator(".bars tfoot").textContent()).toContain(meaning);
    expect(await page.locator(".bars tbody .raises").count()).toBe(all.filter((value) => value >= 0).length);
    expect(await page.locator(".bars tbody .lowers").count()).toBe(all.filter((value) => value < 0).length);
  });

  it("say at the field what the API refuses, and take it back", async () => {
    const page = await visit(browser, `${url}/`);
    const { feature, value, sentence } = tooLarge();
    const control = page.locator(`#field-${feature.name}`);
    await control.fill(value);
    await submit(page);
    expect(await page.locator(`#field-${feature.name}-problem`).textContent()).toBe(sentence);
    expect(await control.getAttribute("aria-invalid")).toBe("true");
    expect(await control.getAttribute("aria-describedby")).toContain(`field-${feature.name}-problem`);
    expect(await control.evaluate((target) => target.ownerDocument.activeElement === target)).toBe(true);
    await expectAccessible(page);
    await control.fill("");
    await page.locator("form [type=submit]").click();
    const missing = `${feature.name} is required: ${describeFeature(feature)}.`;
    await page.locator(`#field-${feature.name}-problem`).getByText(missing).waitFor();
    await control.fill(String(feature.example));
    await submit(page);
    await page.locator("#score").waitFor();
    expect(await page.locator("[aria-invalid], .problem:not(:empty), #problem:not(:empty)").count()).toBe(0);
  });

  const readings: readonly [text: string, en: number | undefined, es: number | undefined][] = [
    ["50.000", 50, 50_000],
    ["50,000", 50_000, 50],
    ["50000,75", undefined, 50_000.75],
    ["50000.75", 50_000.75, undefined],
    ["50.000,75", undefined, 50_000.75],
    ["50\u202F000", 50_000, 50_000],
    ["5e4", 50_000, 50_000],
    ["0x10", undefined, undefined],
    ["50.000 €", undefined, undefined],
  ];
  // The language of the browser and that of the page: the page's decides.
  const speakers = (["en-GB", "es-ES", "de-DE"] as const).flatMap((locale) =>
    (["en", "es"] as const).map((language) => ({ locale, language })),
  );
  it.each(speakers)("read numbers as a page in $language writes them, in a browser in $locale", async (speaker) => {
    const { locale, language } = speaker;
    const page = await visit(browser, `${url}/?lang=${language}`, { locale });
    const feature = decimalField();
    const control = page.locator(`#field-${feature.name}`);
    const reading = page.locator(`#field-${feature.name}-reading`);
    const problem = page.locator(`#field-${feature.name}-problem`);
    const examples = Object.fromEntries(manifest.features.map(({ name, example }) => [name, example]));
    let requests = 0;
    page.on("request", (request) => (requests += request.url().includes("/predict") ? 1 : 0));
    for (const [text, en, es] of readings) {
      const value = language === "en" ? en : es;
      await control.fill(text);
      if (value === undefined) {
        expect(await reading.textContent()).toBe("");
        const before = requests;
        await page.locator("form [type=submit]").click();
        await expect
          .poll(() => problem.textContent())
          .toContain(language === "en" ? `“${text}” is not` : `«${text}» no es`);
        expect(await control.getAttribute("aria-invalid")).toBe("true");
        expect(await isFocused(control)).toBe(true);
        expect(requests).toBe(before);
        continue;
      }
      const written = plain(value, language);
      const said = language === "en" ? `Read as ${written}.` : `Se lee como ${written}.`;
      expect(await reading.textContent(), text).toBe(text === written ? "" : said);
      await page.locator("form [type=submit]").click();
      const expected = await answerOf(url, { ...examples, [feature.name]: value }, manifest);
      await expect.poll(() => shownJson(page), { message: text }).toEqual(expected);
      expect(await problem.textContent()).toBe("");
      // What the page writes of it, in the table of reasons, can be typed into the field again.
      const shown = grouped(value, language);
      await page.locator(".bars tbody").getByText(shown, { exact: true }).waitFor();
      await control.fill(shown);
      expect(await reading.textContent()).toBe(shown === written ? "" : said);
    }
    await expectAccessible(page);
  });

  it("keep what was entered when the language changes: a number as a number, another text as it stands", async () => {
    const page = await visit(browser, `${url}/?lang=es`);
    const control = page.locator(`#field-${decimalField().name}`);
    await control.fill("50.000");
    await page.getByRole("button", { name: "English" }).click();
    expect(await control.inputValue()).toBe("50000");
    await control.fill("50,000.75");
    await page.getByRole("button", { name: "Español" }).click();
    expect(await control.inputValue()).toBe("50000,75");
    await page.getByRole("button", { name: "English" }).click();
    await control.fill("50.000,75");
    await page.getByRole("button", { name: "Español" }).click();
    expect(await control.inputValue()).toBe("50.000,75");
    await control.fill("");
    await control.focus();
    await page.keyboard.insertText("\u00A01\u00A0234,5\u00A0");
    expect(await page.locator(`#field-${decimalField().name}-reading`).textContent()).toBe("Se lee como 1234,5.");
  });

  it("can be used with the keyboard alone, and show where the focus is", async () => {
    const page = await visit(browser, `${url}/`);
    const first = page.locator(`#field-${manifest.features[0]?.name}`);
    await first.waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    for (let stops = 0; stops < 3 && !(await isFocused(first)); stops += 1) await page.keyboard.press("Tab");
    expect(await isFocused(first)).toBe(true);
    const predict = page.locator("form [type=submit]");
    for (let stops = 0; stops < 600 && !(await isFocused(predict)); stops += 1) {
      expect(await focusIsVisible(page)).toBe(true);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.locator("#repeat pre").waitFor();
    expect(await isFocused(page.locator("#outcome-title"))).toBe(true);
    for (const target of ["summary", "#repeat button"]) {
      await page.keyboard.press("Tab");
      expect([await isFocused(page.locator(target)), await focusIsVisible(page)]).toEqual([true, true]);
      await page.keyboard.press("Enter");
    }
    await page.locator("#repeat [role=status]").getByText("Copied.").waitFor();
    expect(await page.locator("details[open]").count()).toBe(1);
  });

  it("speak the reader's language, and another on request, keeping what was entered", async () => {
    const page = await visit(browser, `${url}/`, { locale: "es-ES" });
    const [feature] = manifest.features;
    const label = page.locator(`label[for="field-${feature?.name}"]`);
    await label.getByText(feature?.label?.es ?? feature?.name ?? "").waitFor();
    const instance = await fill(page, manifest.features);
    await submit(page);
    expect(await page.locator("#outcome-title").textContent()).toBe("Resultado");
    expect(await page.locator("html").getAttribute("lang")).toBe("es");
    await page.getByRole("button", { name: "English" }).click();
    expect(await page.locator("#outcome-title").textContent()).toBe("Result");
    expect(await label.textContent()).toBe(feature?.label?.en ?? feature?.name);
    expect(new URL(page.url()).search).toBe("?lang=en");
    await submit(page);
    expect(await shownJson(page)).toEqual(await answerOf(url, instance, manifest));
    await page.getByRole("link", { name: "API reference" }).click();
    await page.locator("#errors").waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await page.goto(`${url}/docs?lang=es`);
    await page.getByRole("heading", { name: "Errores" }).waitFor();
  });

  it("document every operation, with lines that work", async () => {
    const page = await visit(browser, `${url}/docs`);
    await page.locator("#errors").waitFor();
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
    };
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { responses }]) => ({ name: `${method.toUpperCase()} ${path}`, responses })),
    );
    const sections = page.locator("#document > section");
    expect((await sections.locator("h3").allTextContents()).toSorted()).toEqual(
      operations.map((o) => o.name).toSorted(),
    );
    for (const [i, name] of (await sections.locator("h3").allTextContents()).entries()) {
      const line = (await sections.nth(i).locator("pre").textContent()) ?? "";
      const status = await shell(line.replace("curl -s", "curl -s -o /dev/null -w '%{http_code}'"));
      const documented = operations.find((operation) => operation.name === name)?.responses ?? {};
      expect(Object.keys(documented), `${name}: ${line}`).toContain(status);
      if (name.startsWith("POST")) expect(status, `${name}: ${line}`).toBe("200");
    }
  });

  const looks = [360, 1280].flatMap((width) => (["light", "dark"] as const).map((scheme) => ({ width, scheme })));
  it.each(looks)("are accessible and fit at $width pixels in $scheme", async ({ width, scheme }) => {
    const page = await visit(browser, `${url}/`, { width, scheme });
    await page.locator("#fields .field").first().waitFor();
    await expectAccessible(page);
    await submit(page);
    await page.locator("summary").click();
    await expectAccessible(page);
    const dark =
      (await page.evaluate<string>("getComputedStyle(document.body).backgroundColor")) !== "rgb(255, 255, 255)";
    expect(dark).toBe(scheme === "dark");
    await page.goto(`${url}/docs`);
    await page.locator("#errors").waitFor();
    await expectAccessible(page);
  });
});

describe.skipIf(withoutChromium)("the pages of other models", () => {
  // Multiclass, binary and regression; with and without reasons, with and without optional fields.
  it.each([1, 6, 10, 14, 20])("predict what the API predicts: seed %i", async (seed) => {
    const folder = await mkdtemp(join(tmpdir(), "modelport-pages-"));
    const drawn = await writeRandomModel(join(folder, "drawn"), seed);
    await prepareModel(join(folder, "drawn"), join(folder, "prepared"));
    const { url, close } = await startPackaged("server-bundle", { MODEL_DIR: join(folder, "prepared") });
    try {
      const page = await visit(browser, `${url}/`, { width: 360 });
      await page.locator("#fields .field").first().waitFor();
      await submit(page);
      const examples = Object.fromEntries(drawn.features.map(({ name, example }) => [name, example]));
      expect(await shownJson(page)).toEqual(await answerOf(url, examples, drawn));
      const instance = await fill(page, drawn.features);
      await page.locator("form [type=submit]").click();
      const answer = await answerOf(url, instance, drawn);
      await expect.poll(() => shownJson(page)).toEqual(answer);
      await expectAccessible(page);
    } finally {
      await close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

function isFocused(target: ReturnType<Page["locator"]>): Promise<boolean> {
  return target.evaluate((found) => found.ownerDocument.activeElement === found);
}
