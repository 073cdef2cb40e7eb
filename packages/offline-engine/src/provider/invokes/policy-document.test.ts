import { expect, test } from "vitest";
import { textOf, type Values } from "@modelport/sdk-schema/wire";
import { policyDocument } from "./policy-document.ts";

const jsonOf = (given: Values) => JSON.parse(textOf(policyDocument(given)["json"])) as unknown;

test("statements become the JSON of a policy: one value stands alone, several are sorted backwards, Allow is the default", () => {
  const given = {
    statements: [
      {
        sid: "Read",
        actions: ["s3:GetObject", "s3:ListBucket"],
        resources: ["arn:aws:s3:::shop/*"],
        conditions: [
          { test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-1"] },
          { test: "StringEquals", variable: "aws:RequestedRegion", values: ["eu-west-1", "us-east-1"] },
        ],
      },
      {
        effect: "Deny",
        notActions: ["iam:*"],
        principals: [{ type: "AWS", identifiers: ["a", "b"] }],
        resources: ["*"],
      },
      { actions: ["sts:AssumeRole"], principals: [{ type: "*", identifiers: ["*"] }] },
    ],
  };
  expect(jsonOf(given)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Read",
        Effect: "Allow",
        Action: ["s3:ListBucket", "s3:GetObject"],
        Resource: "arn:aws:s3:::shop/*",
        Condition: {
          StringEquals: { "aws:PrincipalOrgID": "o-1", "aws:RequestedRegion": ["us-east-1", "eu-west-1"] },
        },
      },
      { Effect: "Deny", NotAction: "iam:*", Resource: "*", Principal: { AWS: ["b", "a"] } },
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" },
    ],
  });
});

test("other documents are taken over, and a statement of the same Sid is overridden", () => {
  const source = JSON.stringify({
    Statement: [
      { Sid: "A", Effect: "Allow", Action: "a:*", Resource: "*" },
      { Sid: "B", Effect: "Allow" },
    ],
  });
  const override = JSON.stringify({ Statement: { Sid: "A", Effect: "Deny", Action: "a:*", Resource: "*" } });
  const given = {
    policyId: "mine",
    version: "2008-10-17",
    sourcePolicyDocuments: [source],
    overridePolicyDocuments: [override],
  };
  expect(jsonOf(given)).toEqual({
    Version: "2008-10-17",
    Id: "mine",
    Statement: [
      { Sid: "A", Effect: "Deny", Action: "a:*", Resource: "*" },
      { Sid: "B", Effect: "Allow" },
    ],
  });
});
