// What a deployment returns, and which artifacts it deployed.
import { commonOutputs, parseRequestAuth } from "@modelport/target-kit";
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
  title: "the outputs have the URL, the credentials that it needs, and a shell line that works",
  run: (subject) =>
    eachVariant(subject, ({ outputs }) => {
      // The check above has reported the others.
      if (!Object.values(outputs).every(isSettled)) return [];
      const { url, predictUrl, auth, curl } = outputs as Readonly<Record<string, string | undefined>>;
      return [
        ...(url !== undefined && URL.canParse(url) && !url.endsWith("/")
          ? []
          : [`outputs.url is ${JSON.stringify(url)}, but must be a URL without a slash at its end.`]),
        ...(predictUrl === `${url}/api/v1/predict`
          ? []
          : [`outputs.predictUrl is ${JSON.stringify(predictUrl)}, but must be url and /api/v1/predict.`]),
        ...(parseRequestAuth(auth ?? "") === undefined
          ? [`outputs.auth is ${JSON.stringify(auth)}, but must be what requestAuthText of target-kit writes.`]
          : []),
        ...(curl?.startsWith("curl ") && curl.includes(String(predictUrl))
          ? []
          : [
              `outputs.curl is ${JSON.stringify(curl)}, but must be what curlLine of target-kit writes for predictUrl.`,
            ]),
      ];
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

export const publicWarns: Check = {
  id: "public-warns",
  title: "a deployment that the world can reach says so in a warning, and no other does",
  run: (subject) =>
    eachVariant(subject, ({ variant, warnings }) => {
      const isOpen = isAsked(subject, variant, "public");
      const isTold = warnings.some((warning) => warning.includes("modelport:public"));
      if (isOpen && !isTold) {
        return [
          `deploy (${variant.name}): modelport:public is true and nobody is warned: pulumi.log.warn a sentence that names modelport:public.`,
        ];
      }
      if (!isOpen && isTold) return [`deploy (${variant.name}): it warns of modelport:public, which is not set.`];
      return [];
    }),
};
