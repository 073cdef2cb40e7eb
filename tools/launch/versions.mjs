/** The oldest CLI that this project is tested with; the one that is built from Go modules. */
export const MINIMUM_CLI_VERSION = "3.230.0";
/** The npm package `pulumi`; its lockfile stands in tools/pulumi/npm. */
export const NPM_CLI_VERSION = "3.265.0";
/** What tools/pulumi/go/cli/go.mod pins. */
export const GO_CLI_VERSION = "3.230.0";
/** What tools/pulumi/go/language-host/go.mod pins: the last one whose module is on the Go proxy. */
export const GO_LANGUAGE_HOST_VERSION = "3.68.0";
/** The first Node that runs these tools themselves; they then start the project's own. */
export const OLDEST_TOOL_NODE_VERSION = "20.0.0";
/** The first Node that runs TypeScript by stripping its types. */
export const MINIMUM_NODE_VERSION = "22.18.0";

/** Whether dotted version `actual` is at least `minimum`; a leading `v` or `go` and a `-suffix` are ignored. */
export function isAtLeast(actual, minimum) {
  const [left, right] = [actual, minimum].map((version) =>
    version
      .replace(/^(v|go)/, "")
      .split(/[-+ ]/)[0]
      .split(".")
      .map(Number),
  );
  for (let part = 0; part < 3; part += 1) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
