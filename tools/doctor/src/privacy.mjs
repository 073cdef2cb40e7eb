// What is printed may be pasted into an issue: paths of the user's are `~`, and nothing that programs print is passed on.
import { realpathSync } from "node:fs";

/** A check whose texts name the repository `.` and the home folder `~`. */
export function withoutHome(check, { root, home }) {
  const shorten = (text) =>
    [home, realPath(home)].reduce(
      (shortened, each) => replaceFolder(shortened, each, "~"),
      replaceFolder(text, root, "."),
    );
  return { ...check, value: shorten(check.value), ...(check.mend === undefined ? {} : { mend: shorten(check.mend) }) };
}

function replaceFolder(text, folder, name) {
  if (!folder || folder === "/") return text;
  const end = /(?=[/\s:;,)"'`]|$)/.source;
  return text.replace(new RegExp(`${escape(folder.replace(/\/$/, ""))}${end}`, "g"), name);
}

function realPath(folder) {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
