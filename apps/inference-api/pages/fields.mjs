// The form: one control for each field of the model.
import { element } from "./dom.mjs";
import { language, say } from "./language.mjs";
import { grouped, numberIn, plain } from "./number.mjs";

/** @typedef {import("@modelport/contracts").Feature} Feature */
/** @typedef {Record<string, string | number | boolean>} Instance */
/** @typedef {{pointer: string, detail: string}} FieldProblem */

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
  const isNumber = feature.type === "number" || feature.type === "integer";
  const reading = isNumber ? element("output", { class: "hint", id: `${id}-reading`, for: id }) : undefined;
  const describedBy = `${id}-hint ${reading ? `${id}-reading ` : ""}${id}-problem`;
  const control = controlFor(feature, value, { id, name: feature.name, "aria-describedby": describedBy });
  if (reading && control instanceof HTMLInputElement) showReading(control, reading);
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
    : element("div", { class: "field" }, label, control, reading, hint, problem);
}

/**
 * @param {Feature} feature
 * @param {string | number | boolean | undefined} value
 * @param {Record<string, string>} attributes
 */
function controlFor(feature, value, attributes) {
  if (feature.type === "number" || feature.type === "integer") {
    // type="number" uses the browser's language, which may not be the page's, and drops what it cannot read.
    return element("input", {
      ...attributes,
      type: "text",
      // The number keyboards of phones have no minus sign.
      inputmode: (feature.minimum ?? -1) < 0 ? undefined : feature.type === "integer" ? "numeric" : "decimal",
      autocomplete: "off",
      value: typeof value === "number" ? plain(value, language()) : String(value ?? ""),
    });
  }
  if (feature.type === "categorical") return choice(feature, feature.categories, value, attributes);
  if (feature.default !== undefined)
    return choice(feature, ["1", "0"], value === undefined ? value : flag(value), attributes);
  return element("input", { ...attributes, type: "checkbox", checked: flag(value) === "1" });
}

/**
 * Shows the number that the text of `control` is read as, if it is written differently, before it is sent.
 * @param {HTMLInputElement} control
 * @param {HTMLElement} place
 */
function showReading(control, place) {
  const update = () => {
    const value = numberIn(control.value, language());
    const text = value === undefined ? undefined : plain(value, language());
    place.textContent = text === undefined || text === control.value ? "" : say("readAs", { value: text });
  };
  control.addEventListener("input", update);
  update();
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
  return typeof value === "number" ? grouped(value, language()) : String(value);
}

/**
 * The limits, the unit and the default, in words.
 * @param {Feature} feature
 */
function rangeOf(feature) {
  if (feature.type !== "number" && feature.type !== "integer") return "";
  const minimum = feature.minimum === undefined ? undefined : grouped(feature.minimum, language());
  const maximum = feature.maximum === undefined ? undefined : grouped(feature.maximum, language());
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
 * What the user entered, in the form that the API accepts; the raw text for a number that the page cannot read.
 * @param {readonly Feature[]} features
 * @param {HTMLFormElement} form
 * @param {import("./language.mjs").Language} written the language of the form
 */
export function instanceOf(features, form, written) {
  // Without a prototype: a field may be named "constructor".
  /** @type {Instance} */
  const instance = Object.create(null);
  for (const feature of features) {
    const control = form.elements.namedItem(feature.name);
    if (control instanceof HTMLInputElement && control.type === "checkbox") {
      instance[feature.name] = control.checked ? 1 : 0;
    } else if (control instanceof HTMLInputElement) {
      const text = control.value.trim();
      if (text !== "") instance[feature.name] = numberIn(text, written) ?? text;
    } else if (control instanceof HTMLSelectElement && control.value !== "") {
      instance[feature.name] = feature.type === "boolean" ? Number(control.value) : control.value;
    }
  }
  return instance;
}

/**
 * A message for each number that the page cannot read or would have to guess. If there are any, nothing is sent.
 * @param {readonly Feature[]} features
 * @param {Instance} instance from {@link instanceOf}
 * @returns {FieldProblem[]}
 */
export function unreadable(features, instance) {
  return features.flatMap(({ name, type }) => {
    const value = instance[name];
    if ((type !== "number" && type !== "integer") || typeof value !== "string") return [];
    const pointer = `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return [{ pointer, detail: say("notNumber", { text: value.slice(0, 60) }) }];
  });
}

/**
 * Shows each message at its field; returns the messages that belong to no field.
 * @param {HTMLFormElement} form
 * @param {readonly FieldProblem[]} problems
 * @param {string} [lang] language of the messages; the API's are English
 */
export function showProblems(form, problems, lang = "en") {
  for (const target of form.querySelectorAll(".problem")) target.textContent = "";
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  /** @type {string[]} */
  const elsewhere = [];
  for (const { pointer, detail } of problems) {
    const id = `field-${pointer.slice(1).replaceAll("~1", "/").replaceAll("~0", "~")}`;
    const place = document.getElementById(`${id}-problem`);
    document.getElementById(id)?.setAttribute("aria-invalid", "true");
    if (place) {
      place.lang = lang;
      place.textContent = detail;
    } else elsewhere.push(detail);
  }
  const first = form.querySelector("[aria-invalid]");
  if (first instanceof HTMLElement) first.focus();
  return elsewhere;
}
