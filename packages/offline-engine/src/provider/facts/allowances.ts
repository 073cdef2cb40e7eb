// What a role that the stack declares may do.
import { isObject, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";
import { declaredOf, objectsIn, textsIn } from "./declared.ts";
import type { Making } from "./making.ts";

const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

/** Whether the role allows `action` on one of the resources. A role that the stack does not declare, or with a policy of AWS's own, does. */
export function allows(making: Making, roleArn: string, action: string, resources: readonly string[]): boolean {
  const role = declaredOf(making, ROLE).find(({ outputs }) => outputs["arn"] === roleArn);
  if (role === undefined) return true;
  const isOfRole = ({ inputs }: { readonly inputs: Values }) => inputs["role"] === role.id;
  if (declaredOf(making, ATTACHMENT).some(isOfRole)) return true;
  return declaredOf(making, ROLE_POLICY)
    .filter(isOfRole)
    .flatMap(({ inputs }) => statementsOf(inputs["policy"]))
    .some(
      (statement) =>
        statement["Effect"] === "Allow" &&
        textsIn(statement["Action"]).some((pattern) => matches(pattern, action)) &&
        textsIn(statement["Resource"]).some((pattern) => resources.some((resource) => matches(pattern, resource))),
    );
}

function statementsOf(policy: Value | undefined): readonly Values[] {
  const document = JSON.parse(textOf(policy) || "{}") as Value;
  const { Statement: given = [] } = isObject(document) ? document : {};
  return isObject(given) ? [given] : objectsIn(given);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html: `*` and `?`. */
function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);
}
