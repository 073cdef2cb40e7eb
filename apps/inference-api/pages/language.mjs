import { words } from "./words.mjs";

/** @typedef {keyof typeof words} Language */
/** @typedef {keyof typeof words.en} WordKey */

const wanted = new URLSearchParams(location.search).get("lang") ?? navigator.language;
/** @type {Language} */
let chosen = wanted.toLowerCase().startsWith("es") ? "es" : "en";

/** @returns {Language} */
export function language() {
  return chosen;
}

/**
 * The words for `key`, with `{name}` replaced by `values.name`.
 * @param {WordKey} key
 * @param {Record<string, string | number>} [values]
 */
export function say(key, values = {}) {
  return words[chosen][key].replaceAll(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * A number in the notation of the chosen language.
 * @param {number} value
 * @param {Intl.NumberFormatOptions} [options]
 */
export function inWords(value, options = {}) {
  return new Intl.NumberFormat(chosen, options).format(value);
}

/**
 * Calls `render` now and whenever the reader switches the language.
 * @param {() => void} render
 */
export function inChosenLanguage(render) {
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      chosen = button.getAttribute("data-language") === "es" ? "es" : "en";
      const address = new URL(location.href);
      address.searchParams.set("lang", chosen);
      history.replaceState(null, "", address);
      translate();
      render();
    });
  }
  translate();
  render();
}

function translate() {
  document.documentElement.lang = chosen;
  for (const target of document.querySelectorAll("[data-words]")) {
    target.textContent = say(/** @type {WordKey} */ (target.getAttribute("data-words")));
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-language") === chosen));
  }
  const explicit = new URLSearchParams(location.search).has("lang");
  for (const link of document.querySelectorAll("nav a")) {
    const [path = ""] = (link.getAttribute("href") ?? "").split("?");
    link.setAttribute("href", explicit ? `${path}?lang=${chosen}` : path);
  }
}
