// The form: one control for each field of the model.
import { element } from "./dom.mjs";
import { inWords, language, say } from "./language.mjs";

/** @typedef {import("@modelport/contracts").Feature} Feature */
/** @typedef {Record<string, string | number | boolean>} Instance */

/** @param {Feature} feature */
export function labelOf(feature) {
  return feature.label?.[language()] ?? feature.label?.en ?? feature.name;
}

/**
 * @param {Feature} feature
 * @param {string | number | boolean | undefined} value `undefined`: left out
 */
export function fieldFor(feature, value) {
  const id = `field-${feature.name}`;
  const described = { id, name: feature.name, "aria-describedby": `${id}-hint ${id}-problem` };
  const control = controlFor(feature, value, described);
  const label = element("label", { for: id }, labelOf(feature));
  const range = rangeOf(feature);
  const hint = element(
    "p",
    { class: "hint", id: `${id}-hint` },
    element("span", { lang: "en" }, feature.description),
    range ? ` ${range}.` : undefined,
  );
  const problem = element("p", { class: "problem", id: `${id}-problem`, lang: "en" });
  const isCheck = control instanceof HTMLInputElement && control.type === "checkbox";
  return isCheck
    ? element("div", { class: "field" }, element("div", { class: "check" }, control, label), hint, problem)
    : element("div", { class: "field" }, label, control, hint, problem);
}

/**
 * @param {Feature} feature
 * @param {string | number | boolean | undefined} value
 * @param {Record<string, string>} attributes
 */
function controlFor(feature, value, attributes) {
  if (feature.type === "number" || feature.type === "integer") {
    const step = feature.type === "integer" ? 1 : "any";
    const limits = { min: feature.minimum, max: feature.maximum, step };
    return element("input", {
      ...attributes,
      ...limits,
      type: "number",
      autocomplete: "off",
      value: String(value ?? ""),
    });
  }
  if (feature.type === "categorical") return choice(feature, feature.categories, value, attributes);
  if (feature.default !== undefined)
    return choice(feature, ["1", "0"], value === undefined ? value : flag(value), attributes);
  return element("input", { ...attributes, type: "checkbox", checked: flag(value) === "1" });
}

/**
 * @param {Feature} feature
 * @param {readonly string[]} options
 * @param {string | number | boolean | undefined} value
 * @param {Record<string, string>} attributes
 */
function choice(feature, options, value, attributes) {
  const words = (/** @type {string} */ option) =>
    feature.type === "boolean" ? say(option === "1" ? "yes" : "no") : option;
  const optional = feature.default !== undefined;
  const left = say("leftOut", { value: defaultOf(feature) });
  return element(
    "select",
    attributes,
    optional ? element("option", { value: "", selected: value === undefined }, left) : undefined,
    ...options.map((option) => element("option", { value: option, selected: option === value }, words(option))),
  );
}

/** @param {unknown} value */
function flag(value) {
  return value === true || value === 1 ? "1" : "0";
}

/** @param {Feature} feature */
function defaultOf(feature) {
  const value = feature.default;
  if (feature.type === "boolean") return say(flag(value) === "1" ? "yes" : "no");
  return typeof value === "number" ? inWords(value) : String(value);
}

/**
 * The limits, the unit and the default, in words.
 * @param {Feature} feature
 */
function rangeOf(feature) {
  if (feature.type !== "number" && feature.type !== "integer") return "";
  const minimum = feature.minimum === undefined ? undefined : inWords(feature.minimum);
  const maximum = feature.maximum === undefined ? undefined : inWords(feature.maximum);
  const limits =
    minimum !== undefined && maximum !== undefined
      ? say("between", { minimum, maximum })
      : minimum !== undefined
        ? say("from", { minimum })
        : maximum !== undefined
          ? say("upTo", { maximum })
          : "";
  const unit = feature.unit ?? "";
  const optional = feature.default === undefined ? "" : say("optional", { value: defaultOf(feature) });
  const text = [`${limits} ${unit}`.trim(), optional].filter(Boolean).join("; ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * What the reader entered, as the API takes it; what is not a number is sent as it is, for the API to name.
 * @param {readonly Feature[]} features
 * @param {HTMLFormElement} form
 */
export function instanceOf(features, form) {
  // Without a prototype: a field may be named "constructor".
  /** @type {Instance} */
  const instance = Object.create(null);
  for (const feature of features) {
    const control = form.elements.namedItem(feature.name);
    if (control instanceof HTMLInputElement && control.type === "checkbox") {
      instance[feature.name] = control.checked ? 1 : 0;
    } else if (control instanceof HTMLInputElement) {
      if (control.validity.badInput) instance[feature.name] = "";
      else if (control.value !== "") instance[feature.name] = control.valueAsNumber;
    } else if (control instanceof HTMLSelectElement && control.value !== "") {
      instance[feature.name] = feature.type === "boolean" ? Number(control.value) : control.value;
    }
  }
  return instance;
}

/**
 * Puts each sentence of the API at its field; returns the sentences that belong to none.
 * @param {HTMLFormElement} form
 * @param {readonly {pointer: string, detail: string}[]} problems
 */
export function showProblems(form, problems) {
  for (const target of form.querySelectorAll(".problem")) target.textContent = "";
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  /** @type {string[]} */
  const elsewhere = [];
  for (const { pointer, detail } of problems) {
    const id = `field-${pointer.slice(1).replaceAll("~1", "/").replaceAll("~0", "~")}`;
    const place = document.getElementById(`${id}-problem`);
    document.getElementById(id)?.setAttribute("aria-invalid", "true");
    if (place) place.textContent = detail;
    else elsewhere.push(detail);
  }
  const first = form.querySelector("[aria-invalid]");
  if (first instanceof HTMLElement) first.focus();
  return elsewhere;
}
