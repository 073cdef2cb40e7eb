/** @typedef {Node | string | undefined} Child */

/**
 * An element with attributes and children; an attribute that is `undefined` or `false` is left out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number | boolean | undefined>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * The same for SVG.
 * @param {string} tag
 * @param {Record<string, string | number | undefined>} attributes
 * @param {...Child} children
 */
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/**
 * The element of the page with this id, of this kind.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${kind.name} with id ${id}.`);
}

/**
 * @template {Element} E
 * @param {E} target
 * @param {Record<string, string | number | boolean | undefined>} attributes
 * @param {readonly Child[]} children
 */
function fill(target, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) target.setAttribute(name, value === true ? "" : String(value));
  }
  target.append(...children.filter((child) => child !== undefined));
  return target;
}
