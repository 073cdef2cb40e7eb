// Names that the target makes, in the forms that Google has rules for.
import { createHash } from "node:crypto";
import type { DeployContext } from "@modelport/target-kit";

/** The names in Google Cloud of what belongs to a stack. */
export interface Names {
  readonly service: string;
  readonly repository: string;
  /** The part of the service account's address before the @. */
  readonly account: string;
}

/** Google names revisions `<service>-00001-abc`, 63 characters at most: cloud.google.com/run/docs/deploying#service. */
const SERVICE_MOST = 49;
const ACCOUNT_LEAST = 6;
const ACCOUNT_MOST = 30;

/** `<model>-api`, as the course has it, and the stack's environment: stacks of one project share no name. */
export function namesOf(context: Pick<DeployContext<unknown>, "model" | "environment">): Names {
  const { model, environment } = context;
  const full = [model.name.replace(/-+$/, ""), "api", ...(environment === undefined ? [] : [environment])].join("-");
  const service = shortened(full, SERVICE_MOST);
  const account = service.length < ACCOUNT_LEAST ? `${service}-runner` : shortened(service, ACCOUNT_MOST);
  return { service, repository: service, account };
}

/** `text` if it is short enough; otherwise its beginning and a hash of all of it. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 6);
  return `${text.slice(0, most - hash.length - 1).replace(/-+$/, "")}-${hash}`;
}
