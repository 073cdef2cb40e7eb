import { expect, test } from "vitest";
import { standIn } from "../stand-in.testing.ts";
import type { Values } from "@modelport/sdk-schema/wire";

const FUNCTION = "aws:lambda/function:Function";
const ROLE = "aws:iam/role:Role";
const PERMISSION = "aws:lambda/permission:Permission";

const made = (type: string, inputs: Values) => standIn("aws").make(type, "it", inputs);

test("variables of a function are measured together, as JSON", async () => {
  const model = (length: number) => ({ role: "arn", environment: { variables: { A: "x".repeat(length) } } });
  const around = '{"A":""}'.length;
  await made(FUNCTION, model(4096 - around));
  await expect(made(FUNCTION, model(4097 - around))).rejects.toThrow(
    /exceeded the 4KB limit\. String measured: \{"A":"x/,
  );
});

test("a function takes sixteen subnets and five security groups", async () => {
  const model = (subnets: number, groups: number) => ({
    role: "arn",
    vpcConfig: {
      subnetIds: Array.from({ length: subnets }, (_, index) => `subnet-${index}`),
      securityGroupIds: Array.from({ length: groups }, (_, index) => `sg-${index}`),
    },
  });
  await made(FUNCTION, model(16, 5));
  await expect(made(FUNCTION, model(17, 5))).rejects.toThrow(
    "Value at 'vpcConfig.subnetIds' failed to satisfy constraint: Member must have length less than or equal to 16",
  );
  await expect(made(FUNCTION, model(16, 6))).rejects.toThrow("Value at 'vpcConfig.securityGroupIds' failed");
});

test("a role takes fifty tags, and only some characters in them", async () => {
  const role = (tags: Values) => ({ assumeRolePolicy: "{}", tags });
  await made(ROLE, role({ "cost center": "Größe = 1.5 / a+b@c:d_e-f", empty: "" }));
  for (const tags of [{ owner: "R&D" }, { "a(b)": "c" }, { owner: "x".repeat(257) }, { ["x".repeat(129)]: "" }]) {
    await expect(made(ROLE, role(tags))).rejects.toThrow("Member must satisfy regular expression pattern");
  }
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, ""]));
  await expect(made(ROLE, role(many))).rejects.toThrow("Cannot exceed quota for TagsPerRole: 50");
});

test("the policy of one alias of a function has twenty kilobytes", async () => {
  const { make } = standIn("aws");
  const grant = (index: number, qualifier = "live") =>
    make(PERMISSION, `caller-${index}-${qualifier}`, {
      function: "model",
      qualifier,
      action: "lambda:InvokeFunctionUrl",
      functionUrlAuthType: "AWS_IAM",
      principal: `arn:aws:iam::210987654321:role/${"r".repeat(600)}${index}`,
    });
  const granted = async () => {
    for (let index = 0; ; index += 1) await grant(index);
  };
  await expect(granted()).rejects.toThrow(/^PolicyLengthExceededException: The final policy size \(2\d{4}\) is bigger/);
  await grant(0, "other");
});

test("the policy of a REST API has 8,192 characters", async () => {
  const api = (length: number) => ({ name: "api", policy: "x".repeat(length) });
  await made("aws:apigateway/restApi:RestApi", api(8192));
  await expect(made("aws:apigateway/restApi:RestApi", api(8193))).rejects.toThrow(
    "Policy is larger than 8192 characters",
  );
});
