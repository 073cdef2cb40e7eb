// The one answer to the question whether a variable holds a secret, for settings and for policies.

const SECRET_WORD =
  /^(credentials?|keys?|(api|access|private|secret|signing)keys?)$|(secret|password|passwd|passphrase|token|credential)s?$/;
/** As the last word of a name: the variable says where the secret is, or how it is used. */
const DESCRIBING_WORD =
  /^(arn|name|id|file|path|dir|url|uri|ref|host|endpoint|region|ttl|seconds|ms|days|limit|size|length|count|column|prefix|header|type|algorithm|enabled)$/;
/** As the first word of a name: the variable counts, as `MAX_TOKENS` does. */
const COUNTING_WORD = /^(max|min|num)$/;
/** Short for a password behind another word, as in `DB_PASS`; `PWD` alone is the shell's working directory. */
const SHORT_PASSWORD = /^(pass|pwd)$/;
const SECRET_VALUES: readonly RegExp[] = [
  /(^|[^A-Z0-9])A(KIA|SIA)[A-Z0-9]{16}/,
  /AIza[\w-]{35}|ya29\.[\w-]{20}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /(^|\W)(gh[opsur]_\w{36}|github_pat_\w{22}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10})/,
  /(^|[^\w-])sk[-_]([a-z0-9]+[-_]){0,2}\w{20}/,
  // The password of a URL.
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i,
];
/** Where a secret is: an ARN, a resource of Google Cloud, a file or parameter, a path in Vault. */
const REFERENCE = /^(arn:|projects\/|\/|vault:)/;

/**
 * Whether `name` names a secret: one of its words does (`API_TOKEN`, `SIGNING_KEY`, `DB_PASS`; not `PUBLIC_KEY`), and neither
 * its last word (`SECRET_NAME`, `DB_SECRET_ARN`) nor its first (`MAX_TOKENS`) says that the value is something else.
 */
export function isSecretName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);
  const isPublic = (index: number) => words[index - 1] === "public" && words[index] === "key";
  const isShort = words.length > 1 && SHORT_PASSWORD.test(words.at(-1) ?? "");
  if (!isShort && !words.some((word, index) => SECRET_WORD.test(word) && !isPublic(index))) return false;
  return !DESCRIBING_WORD.test(words.at(-1) ?? "") && !COUNTING_WORD.test(words[0] ?? "");
}

/** Whether the variable holds a secret: its value has the form of one, or its name says so and the value is not a reference. */
export function holdsSecret(name: string, value: string): boolean {
  return (
    SECRET_VALUES.some((form) => form.test(value)) || (isSecretName(name) && value !== "" && !REFERENCE.test(value))
  );
}
