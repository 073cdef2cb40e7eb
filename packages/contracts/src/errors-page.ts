// Generates docs/reference/errors.md; its test fails if the page and the table differ (`vitest run -u` writes the
// page).
import { errorTable } from "./errors.ts";

/** The documentation of the error table, in Markdown. */
export function errorsPage(): string {
  const rows = Object.entries(errorTable).map(
    ([code, { status, title, detail }]) => `| \`${code}\` | ${status} | ${title} | ${detail} |`,
  );
  return `# Errors

Generated from \`packages/contracts/src/errors.ts\`: do not edit.

Every answer that is not a success is a problem document (RFC 9457, \`application/problem+json\`):
\`type\` (\`urn:modelport:problem:<code>\`), \`title\`, \`status\`, \`detail\`, \`code\`, \`request_id\`, and for a body that does
not fit the model's signature \`errors\`, which names every faulty field at once by its JSON pointer (RFC 6901).

| code | status | title | detail, where nothing more exact is said |
| --- | --- | --- | --- |
${rows.join("\n")}

| code in \`errors\` | meaning |
| --- | --- |
| \`missing\` | a required field is not there |
| \`unknown_field\` | a key that is neither a field nor an alias |
| \`duplicate_field\` | a field is given under two of its names |
| \`wrong_type\` | not of the field's type; strings are never read as numbers |
| \`out_of_range\` | a number outside the field's range, or more than float32 holds |
| \`not_allowed\` | not one of the field's values; upper and lower case count |
`;
}
