import { element } from "./dom.mjs";
import { say } from "./language.mjs";

/**
 * The shell command that sends this request. Paths are relative to the page, so that a gateway's path prefix is kept.
 * @param {{method: string, path: string, contentType?: string | undefined, body?: string | undefined}} request
 */
export function curlLine({ method, path, contentType, body }) {
  const address = new URL(path.replace(/^\//, ""), document.baseURI).href;
  const plain = method === "GET" || (method === "POST" && body !== undefined);
  return [
    `curl -s ${plain ? "" : `-X ${method} `}${quoted(address)}`,
    ...(contentType ? [`-H ${quoted(`content-type: ${contentType}`)}`] : []),
    ...(body === undefined ? [] : [`-d ${quoted(body)}`]),
  ].join(" \\\n  ");
}

/** @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * A line of shell with a button that copies it.
 * @param {string} line
 */
export function copyable(line) {
  const code = element("code", {}, line);
  const button = element("button", { type: "button" }, say("copy"));
  const status = element("span", { role: "status" });
  button.addEventListener("click", () => {
    void copy(line, code).then(() => (status.textContent = say("copied")));
  });
  return element("div", { class: "copyable" }, element("pre", {}, code), button, " ", status);
}

/**
 * @param {string} line
 * @param {HTMLElement} code
 */
async function copy(line, code) {
  if (navigator.clipboard) return navigator.clipboard.writeText(line);
  // Over plain HTTP, browsers give pages access to the clipboard only on localhost.
  getSelection()?.selectAllChildren(code);
  document.execCommand("copy");
}
