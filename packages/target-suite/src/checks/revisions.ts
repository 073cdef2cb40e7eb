// A revision of Cloud Run never changes: its name may stand for one template only.
import { called, type DeclaredResource, inputAt } from "@modelport/policies";
import type { Check } from "../check.ts";
import { completeDeployments, distinct } from "../subject.ts";

const SERVICE = "gcp:cloudrunv2/service:Service";
/** terraform-provider-google 14569: `409 Revision named ... already exists`. */
const MOST_CHARACTERS = 63;

export const revisionsNamed: Check = {
  id: "revisions-named",
  title: "a revision's name has the form that Cloud Run takes, and another template has another name",
  run: async (subject) => {
    const deployments = await completeDeployments(subject);
    const services = deployments.flatMap(({ resources }) => resources.filter(({ type }) => type === SERVICE));
    const templates = new Map<string, string>();
    return distinct(
      services.flatMap((service) => {
        const name = inputAt(service, "template.revision");
        // Without a name, Google chooses one.
        if (typeof name !== "string") return [];
        const template = JSON.stringify(inputAt(service, "template"));
        const known = templates.get(name) ?? template;
        templates.set(name, known);
        return [...formFaults(service, name), ...(known === template ? [] : [collision(service, name)])];
      }),
    );
  },
};

function formFaults(service: DeclaredResource, revision: string): readonly string[] {
  const { name } = service.inputs;
  const prefix = typeof name === "string" ? `${name}-` : "";
  const isSound =
    revision.startsWith(prefix) && revision.length <= MOST_CHARACTERS && /^[a-z0-9-]+[a-z0-9]$/.test(revision);
  if (isSound) return [];
  return [
    `${called(service)}: template.revision is "${revision}", but must begin with "${prefix}" and have at most ${MOST_CHARACTERS} lower-case letters, digits and hyphens.`,
  ];
}

function collision(service: DeclaredResource, revision: string): string {
  return (
    `${called(service)}: template.revision is "${revision}" for two different templates, which Google refuses (409 already exists): ` +
    "put a hash of all that the template is made of into the name."
  );
}
