// The report as a table for people.
const INDENT = "  ";
const STATUS_WIDTH = "missing".length;

/**
 * @typedef {{name: string, status: "ok" | "note" | "missing", value: string, fix?: string}} Check
 *   `note`: missing or different, but the task works without it
 * @typedef {{id: string, title: string, isMainJob: boolean, checks: Check[]}} Task
 * @typedef {{ready: boolean, summary: string, tasks: Task[]}} Report `ready`: nothing is missing for the main job
 * @param {Report} report
 */
export function asTable({ tasks, summary: lastLine }) {
  const nameWidth = Math.max(...tasks.flatMap(({ checks }) => checks.map(({ name }) => name.length)));
  const row = ({ status, name, value, fix }) => {
    const start = `${INDENT}${status.padEnd(STATUS_WIDTH)}${INDENT}${name.padEnd(nameWidth)}${INDENT}`;
    const command = fix === undefined ? [] : [`${" ".repeat(start.length)}${fix.startsWith("see ") ? "" : "$ "}${fix}`];
    return [`${start}${value}`, ...command];
  };
  const lines = tasks.flatMap(({ title, checks }) => [title, ...checks.flatMap(row), ""]);
  return [...lines, lastLine].join("\n");
}

/** One line: whether npm start and npm test can run, and which other tasks cannot. `tasks` have `isMainJob`. */
export function summary(tasks) {
  const missing = ({ checks }) => checks.filter(({ status }) => status === "missing");
  const lacks = tasks.filter(({ isMainJob }) => isMainJob).flatMap((task) => missing(task).map(({ name }) => name));
  const others = tasks.filter((task) => !task.isMainJob && missing(task).length > 0).map(({ title }) => title);
  if (lacks.length === 0 && others.length === 0) return "Ready for npm start, npm test and everything else.";
  const start =
    lacks.length === 0
      ? "Ready for npm start and npm test"
      : `Not ready for npm start and npm test, which lack: ${lacks.join(", ")}`;
  const end = others.length === 0 ? "" : `; something is missing to ${others.join(", to ")}`;
  return `${start}${end}.`;
}
