// What a deployment returns, and which artifacts it deployed.
import { commonOutputs, parseRequestAuth, REQUEST_AUTH_TEXTS, type RequestAuth } from "@modelport/target-kit";
import type { Check, Finding, MockDeployment, Subject } from "../check.ts";
import { gapIn } from "../plain-inputs.ts";
import { completeDeployments, distinct, eachVariant, isAsked } from "../subject.ts";

export const outputsComplete: Check = {
  id: "outputs-complete",
  title: "the outputs are those of every target and the declared ones, and nothing else",
  run: (subject) =>
    eachVariant(subject, ({ outputs }) => {
      const declared = [...commonOutputs, ...Object.keys(subject.target.outputs)];
      const given = Object.keys(outputs);
      return [
        ...declared
          .filter((name) => !given.includes(name))
          .map((name) => `outputs.${name} is not given: return it from deploy, or declare it no longer in target.ts.`),
        ...given
          .filter((name) => !declared.includes(name))
          .map((name) => `outputs.${name} is not declared: say in target.ts what it is, or return it no longer.`),
        ...Object.entries(outputs)
          .filter(([, value]) => !isSettled(value))
          .map(
            ([name, value]) =>
              `outputs.${name} ${gapIn(value) === undefined ? `is ${JSON.stringify(value)}` : `has "${gapIn(value)}" in it`}, but must be a text without a gap.`,
          ),
      ];
    }),
};

function isSettled(value: unknown): boolean {
  return typeof value === "string" && value !== "" && gapIn(value) === undefined;
}

export const outputsAnswer: Check = {
  id: "outputs-answer",
  title: "the outputs say where the deployment answers",
  run: (subject) =>
    eachVariant(subject, ({ outputs: { url } }) => {
      // Otherwise the check above has said what is wrong.
      if (typeof url !== "string" || !isSettled(url)) return [];
      if (URL.canParse(url) && !url.endsWith("/")) return [];
      return [`outputs.url is ${JSON.stringify(url)}, but must be a URL without a slash at its end.`];
    }),
};

export const artifactsDeclared: Check = {
  id: "artifacts-declared",
  title: "the variants ask for exactly the kinds of artifact that target.ts declares, each for those of its settings",
  run: async (subject) => {
    const deployments = await completeDeployments(subject);
    // It is not known which artifacts a program that fails would ask for.
    if (deployments.length < subject.variants.length) return [];
    const asked = new Set<string>(deployments.flatMap(({ artifacts }) => artifacts.map(({ kind }) => kind)));
    const { artifacts: declared } = subject.target;
    const findings = [
      ...declared
        .filter((kind) => !asked.has(kind))
        .map(
          (kind) =>
            `target.ts: artifacts has ${kind}, which no variant asks for: add a variant that does, or remove it.`,
        ),
      ...[...asked]
        .filter((kind) => !(declared as readonly string[]).includes(kind))
        .map((kind) => `target.ts: artifacts lacks ${kind}, which deploy asks for: add it.`),
    ];
    return findings.length > 0 ? findings : deployments.flatMap((deployment) => kindFaults(subject, deployment));
  },
};

function kindFaults({ target, suite }: Subject, { variant, artifacts }: MockDeployment): readonly Finding[] {
  const asked = new Set(artifacts.map(({ kind }) => kind));
  const declared = target.artifactsFor({ ...suite.settings, ...variant.settings });
  if (declared.length === asked.size && declared.every((kind) => asked.has(kind))) return [];
  return [
    `target.ts: artifactsFor says ${declared.join(" and ")} for the settings of ${variant.name}, but deploy asks for ` +
      `${[...asked].join(" and ")}: they must agree, or \`npm run up\` packages the wrong kind.`,
  ];
}

export const digestsKept: Check = {
  id: "digests-kept",
  title: "the digest that is given back is that of an artifact that was asked for, and so is every zip's hash",
  run: (subject) => eachVariant(subject, (deployment) => [...digestFault(deployment), ...hashFaults(deployment)]),
};

function digestFault({ outputs, artifacts }: MockDeployment): readonly Finding[] {
  const digest = outputs["artifactDigest"];
  if (artifacts.some((artifact) => artifact.digest === digest)) return [];
  const digests = distinct(artifacts.map((artifact) => artifact.digest)).join(" or ");
  return [
    `outputs.artifactDigest is ${JSON.stringify(digest)}, but must be that of the artifact, which is ${digests}.`,
  ];
}

function hashFaults({ resources, artifacts }: MockDeployment): readonly Finding[] {
  const hashes = artifacts.map(({ digest }) => Buffer.from(digest.replace("sha256:", ""), "hex").toString("base64"));
  return resources
    .filter(({ inputs }) => typeof inputs["sourceCodeHash"] === "string" && !hashes.includes(inputs["sourceCodeHash"]))
    .map(
      ({ type, name, inputs }) =>
        `${type} \`${name}\`: sourceCodeHash is ${JSON.stringify(inputs["sourceCodeHash"])}, ` +
        `but must be the base64 of the artifact's SHA-256, which is ${distinct(hashes).join(" or ")}.`,
    );
}

export const authFitsPublic: Check = {
  id: "auth-fits-public",
  title: "a deployment demands credentials, or callers of its network, unless its settings make it public",
  run: async (subject) => {
    // Without that setting only this machine can call the deployment.
    if (!subject.target.settings.some(({ key }) => key === "public")) return [];
    return eachVariant(subject, ({ variant, outputs: { auth } }) =>
      authFaults(String(auth), isAsked(subject, variant, "public")).map(
        (fault) => `deploy (${variant.name}): auth is ${String(auth)}, ${fault}`,
      ),
    );
  },
};

function authFaults(text: string, isPublic: boolean): readonly string[] {
  const auth = parseRequestAuth(text);
  if (auth === undefined) {
    return [`which \`modelport verify\` cannot read: it must be one of ${REQUEST_AUTH_TEXTS.join(", ")}.`];
  }
  if (isPublic) {
    return auth.kind === "none" ? [] : [`but modelport:public is true: return { kind: "none" } as auth.`];
  }
  if (auth.kind !== "none" && !isEveryAddress(auth)) return [];
  const who = auth.kind === "none" ? "" : "which is every address, ";
  return [`${who}but modelport:public is not true: return as auth what the endpoint demands of a request.`];
}

function isEveryAddress(auth: RequestAuth): boolean {
  return auth.kind === "address-ranges" && auth.cidrs.some((cidr) => /\/0+$/.test(cidr));
}
