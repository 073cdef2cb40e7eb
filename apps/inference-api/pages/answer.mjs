// The answer: the model's prediction and its reasons.
import { element, svg } from "./dom.mjs";
import { labelOf } from "./fields.mjs";
import { inWords, language, say } from "./language.mjs";
import { grouped } from "./number.mjs";

/** @typedef {Pick<import("@modelport/contracts").Manifest, "title" | "description" | "features" | "output" | "explanation" | "onnx">} Model */
/** @typedef {Record<string, unknown>} Answer */

const MOST_ROWS = 20;

/**
 * @param {Model} model
 * @param {import("./fields.mjs").Instance} instance
 * @param {Answer} answer
 */
export function showAnswer(model, instance, answer) {
  return element(
    "div",
    {},
    ...headline(model.output, answer),
    ...(answer["contributions"] ? explanation(model, instance, answer) : []),
    element(
      "details",
      {},
      element("summary", {}, say("json")),
      element("pre", {}, element("code", {}, JSON.stringify(answer, null, 2))),
    ),
  );
}

/**
 * @param {Model["output"]} output
 * @param {Answer} answer
 */
function headline(output, answer) {
  const description = element("p", { class: "quiet", lang: "en" }, output.description);
  if (output.kind === "multiclass") {
    const scores = /** @type {Record<string, number>} */ (answer[output.name]);
    return [element("p", { class: "figure" }, String(answer[output.labelName])), description, classTable(scores)];
  }
  const value = Number(answer[output.name]);
  if (output.kind === "regression") {
    const text = inWords(value, { maximumFractionDigits: output.decimals });
    const unit = output.unit ? ` ${output.unit}` : "";
    return [element("p", { class: "figure" }, element("data", { id: "score", value }, text), unit), description];
  }
  const threshold = inWords(output.threshold, { style: "percent", maximumFractionDigits: output.decimals });
  return [
    element(
      "p",
      { class: "figure" },
      element("data", { id: "score", value }, percent(value, output.decimals)),
      " ",
      element("span", { class: "tag" }, String(answer[output.labelName])),
    ),
    probabilityBar(value, output.threshold),
    element(
      "p",
      { class: "quiet" },
      element("span", { lang: "en" }, output.description),
      " ",
      say("threshold", { label: output.labels.positive, threshold }),
    ),
  ];
}

/**
 * @param {number} value
 * @param {number} decimals
 */
function percent(value, decimals) {
  return inWords(value, { style: "percent", maximumFractionDigits: Math.max(0, decimals - 2) });
}

/**
 * @param {number} value
 * @param {number} [threshold]
 */
function probabilityBar(value, threshold) {
  const tick =
    threshold === undefined
      ? undefined
      : svg("rect", { class: "axis", x: threshold * 200 - 0.5, width: 1, height: 12 });
  return picture(
    svg("rect", { class: "track", width: 200, height: 12 }),
    svg("rect", { class: "plain", width: value * 200, height: 12 }),
    tick,
  );
}

/** @param {...(Element | undefined)} shapes */
function picture(...shapes) {
  return svg(
    "svg",
    { class: "bar", viewBox: "0 0 200 12", preserveAspectRatio: "none", "aria-hidden": "true" },
    ...shapes,
  );
}

/** @param {Record<string, number>} scores */
function classTable(scores) {
  const rows = Object.entries(scores)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST_ROWS)
    .map(([name, value]) => row(name, probabilityBar(value), element("data", { value }, percent(value, 4))));
  return table(undefined, [say("class"), "", say("probability")], rows);
}

/**
 * @param {Model} model
 * @param {import("./fields.mjs").Instance} instance
 * @param {Answer} answer
 */
function explanation(model, instance, answer) {
  const contributions = /** @type {Record<string, number>} */ (answer["contributions"]);
  const ranked = model.features
    .map((feature) => ({ feature, value: contributions[feature.name] ?? 0 }))
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const others = ranked.slice(MOST_ROWS);
  const otherSum = others.reduce((sum, { value }) => sum + value, 0);
  const most = Math.max(...ranked.map(({ value }) => Math.abs(value)), Math.abs(otherSum)) || 1;
  const signed = signedLike(most);
  const rows = ranked.slice(0, MOST_ROWS).map(({ feature, value }) => {
    const entered = element(
      "span",
      { class: "quiet" },
      ` ${shown(feature, instance[feature.name] ?? feature.default)}`,
    );
    return row(element("span", {}, labelOf(feature), entered), contributionBar(value / most), signed(value));
  });
  if (others.length > 0)
    rows.push(row(say("others", { count: others.length }), contributionBar(otherSum / most), signed(otherSum)));

  const baseline = Number(answer["baseline"]);
  const meaning = element("span", { class: "quiet", lang: "en" }, ` ${model.explanation?.baseline.meaning ?? ""}`);
  const foot = [
    row(element("span", {}, say("baseline"), meaning), undefined, signed(baseline)),
    row(say("sum"), undefined, signed(Number(answer["logit"] ?? answer["score"]))),
  ];
  const caption = say("contributions", { unit: String(answer["unit"]) });
  const largest = /** @type {{features: string[]}[]} */ (answer["reasons"] ?? []);
  const reasons = largest.map((reason) => reason.features.map((name) => labelIn(model, name)).join(" × ")).join(", ");
  const { method = "", pairConvention = "" } = model.explanation ?? {};
  const notes = `${method.charAt(0).toUpperCase()}${method.slice(1)}. ${pairConvention}`;
  return [
    element("h3", {}, say("reasons")),
    ...(reasons ? [element("p", {}, say("raised", { reasons }))] : []),
    table(caption, [say("field"), say("picture"), say("contribution")], rows, foot),
    element("p", { class: "hint", lang: "en" }, notes),
  ];
}

/**
 * @param {Model} model
 * @param {string} name
 */
function labelIn({ features }, name) {
  const feature = features.find((each) => each.name === name);
  return feature ? labelOf(feature) : name;
}

/**
 * @param {import("./fields.mjs").Feature} feature
 * @param {unknown} value
 */
function shown(feature, value) {
  if (feature.type === "boolean") return say(value === 1 || value === true ? "yes" : "no");
  return typeof value === "number" ? grouped(value, language()) : String(value);
}

/** @param {number} share from -1 to 1 */
function contributionBar(share) {
  const width = Math.abs(share) * 100;
  return picture(
    svg("rect", { class: share < 0 ? "lowers" : "raises", x: share < 0 ? 100 - width : 100, width, height: 12 }),
    svg("rect", { class: "axis", x: 99.5, width: 1, height: 12 }),
  );
}

/**
 * Writes contributions with as many decimals as the largest needs for four digits, so that they align.
 * @param {number} largest
 * @returns {(value: number) => HTMLElement}
 */
function signedLike(largest) {
  const digits = Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(largest))));
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return (value) => element("data", { value }, inWords(value, { signDisplay: "exceptZero", ...format }));
}

/**
 * @param {Node | string} name
 * @param {Element | undefined} bar
 * @param {Node} value
 */
function row(name, bar, value) {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, name),
    element("td", { class: "picture" }, bar),
    element("td", { class: "number" }, value),
  );
}

/**
 * @param {string | undefined} caption
 * @param {readonly string[]} heads
 * @param {readonly HTMLElement[]} rows
 * @param {readonly HTMLElement[]} [foot]
 */
function table(caption, heads, rows, foot = []) {
  const cells = heads.map((text) => (text ? element("th", { scope: "col" }, text) : element("td")));
  return element(
    "table",
    { class: "bars" },
    caption ? element("caption", {}, caption) : undefined,
    element("thead", {}, element("tr", {}, ...cells)),
    element("tbody", {}, ...rows),
    foot.length > 0 ? element("tfoot", {}, ...foot) : undefined,
  );
}
