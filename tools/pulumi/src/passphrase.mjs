// Whether the empty passphrase opens a stack. Targets keep no secrets, so no stack needs another one.
import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

// The text that the CLI encrypts to verify a passphrase, and how (pulumi/pulumi: pkg/secrets/passphrase/manager.go and
// sdk/go/common/resource/config/crypt.go).
const KNOWN_PLAINTEXT = "pulumi";
const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const TAG_BYTES = 16;

/** True for a stack that has no salt yet, and for one whose salt the empty passphrase opens. */
export function takesEmptyPassphrase(root, stack) {
  const file = join(root, "stacks", `Pulumi.${stack}.yaml`);
  const salt = existsSync(file) ? /^encryptionsalt:\s*(\S+)/m.exec(readFileSync(file, "utf8"))?.[1] : undefined;
  return salt === undefined || opens("", salt);
}

function opens(passphrase, state) {
  const [, salt, , nonce, sealed] = state.split(":").map((part) => Buffer.from(part, "base64"));
  if (sealed === undefined || sealed.length <= TAG_BYTES) return false;
  try {
    const key = pbkdf2Sync(passphrase, salt, ITERATIONS, KEY_BYTES, "sha256");
    const cipher = createDecipheriv("aes-256-gcm", key, nonce).setAuthTag(sealed.subarray(-TAG_BYTES));
    return (
      Buffer.concat([cipher.update(sealed.subarray(0, -TAG_BYTES)), cipher.final()]).toString() === KNOWN_PLAINTEXT
    );
  } catch {
    return false;
  }
}
