// Writes and reads numbers in the language of the page. It reads every number that it writes as the same number.

/** @typedef {import("./language.mjs").Language} Language */

/** @type {Record<Language, {decimal: string, group: string}>} */
const MARKS = { en: { decimal: ".", group: "," }, es: { decimal: ",", group: "." } };

/**
 * All digits of `value`, with the language's thousands separator; with an exponent from 1e21 and below 1e-6.
 * @param {number} value finite
 * @param {Language} language
 */
export function grouped(value, language) {
  const [, sign = "", whole = "0", rest = ""] = /^(-?)(\d+)(.*)$/.exec(String(value)) ?? [];
  const digits = new Intl.NumberFormat(language).format(BigInt(whole));
  return sign + digits + localRest(rest, language);
}

/**
 * The same without thousands separators, as form fields show it.
 * @param {number} value finite
 * @param {Language} language
 */
export function plain(value, language) {
  const [, whole = "0", rest = ""] = /^(-?\d+)(.*)$/.exec(String(value)) ?? [];
  return whole + localRest(rest, language);
}

/**
 * @param {string} rest what follows the whole part of a number as JavaScript writes it
 * @param {Language} language
 */
function localRest(rest, language) {
  return rest.replace(".", MARKS[language].decimal).replace("+", "");
}

// The spaces that people and programs put between thousands. Not tabs, because they separate cells. Copied text may contain
// direction marks.
const SPACES = /[\u00A0\u2007\u2009\u202F]/g;
const DIRECTIONS = /[\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/g;

/**
 * The number that `text` is in this language; `undefined` if it is not a number or is ambiguous, such as "1.5" and "0.500" on
 * a Spanish page or "1,5" on an English one.
 * @param {string} text
 * @param {Language} language
 * @returns {number | undefined}
 */
export function numberIn(text, language) {
  const { decimal, group } = MARKS[language];
  const clean = text
    .replaceAll(DIRECTIONS, "")
    .trim()
    .replaceAll(SPACES, " ")
    .replace(/^\u2212/, "-");
  const [, sign = "", digits = "", exponent = ""] = /^([-+]?) ?([\d., ]+)(?:[eE]([-+\u2212]?\d+))?$/.exec(clean) ?? [];
  const at = digits.indexOf(decimal);
  const before = at === -1 ? digits : digits.slice(0, at);
  const after = at === -1 ? undefined : digits.slice(at + 1);
  if (after !== undefined && !/^\d+$/.test(after)) return undefined;
  const integer = withoutGroups(before, group);
  if (integer === undefined || (integer === "" && after === undefined)) return undefined;
  return finite(`${sign}${integer || "0"}.${after ?? "0"}e${exponent.replace("\u2212", "-") || "0"}`);
}

/**
 * @param {string} digits before the decimals
 * @param {string} group the language's thousands separator; a space works in every language
 */
function withoutGroups(digits, group) {
  if (/^\d*$/.test(digits)) return digits;
  for (const mark of [group, " "]) {
    const [first = "", ...others] = digits.split(mark);
    // What follows a single 0 is never a group of thousands: "0.500" on a Spanish page probably means 0.5.
    if (others.length > 0 && /^[1-9]\d{0,2}$/.test(first) && others.every((each) => /^\d{3}$/.test(each))) {
      return first + others.join("");
    }
  }
  return undefined;
}

/**
 * `undefined` if the number overflows, or underflows to 0.
 * @param {string} written in JavaScript's notation
 */
function finite(written) {
  const value = Number(written);
  const isLost = value === 0 && /[1-9]/.test(written.replace(/e.*$/, ""));
  return Number.isFinite(value) && !isLost ? value : undefined;
}
