// What Google still lists for a stack: by the label of its resources and by their names.
import { GoogleAuth } from "google-auth-library";
import { fetchJson } from "./fetch-list.mjs";

const LABEL = "modelport-stack";

/** How each type is listed, and under which member. Enabled APIs stay and grants go with their resource, so neither has a row. */
const LISTS = {
  "gcp:cloudrunv2/service:Service": { address: "https://run.googleapis.com/v2/", member: "services" },
  "gcp:cloudfunctionsv2/function:Function": {
    address: "https://cloudfunctions.googleapis.com/v2/",
    member: "functions",
  },
  "gcp:artifactregistry/repository:Repository": {
    address: "https://artifactregistry.googleapis.com/v1/",
    member: "repositories",
  },
  "gcp:serviceaccount/account:Account": { address: "https://iam.googleapis.com/v1/", member: "accounts" },
};

/**
 * Full names of the remaining resources.
 * @param {{stack: string, resources: {type: string, id: string}[]}} of `resources`: what the state held before the destruction
 */
export async function leftAtGoogle({ stack, resources }, { token, addressOf = (address) => address } = {}) {
  const bearer = token ?? (await new GoogleAuth({ scopes: SCOPES, projectId: "unused" }).getAccessToken());
  const names = new Set(resources.map(({ id }) => id));
  const collections = new Map(
    resources
      .filter(({ type, id }) => LISTS[type] !== undefined && id.startsWith("projects/"))
      .map(({ type, id }) => [id.slice(0, id.lastIndexOf("/")), LISTS[type]]),
  );
  const left = [];
  for (const [collection, { address, member }] of collections) {
    const listed = await listAll(`${addressOf(address)}${collection}`, member, bearer);
    left.push(...listed.filter(({ name, labels }) => names.has(name) || labels?.[LABEL] === stack));
  }
  return left.map(({ name }) => name);
}

const SCOPES = ["https://www.googleapis.com/auth/cloud-platform"];

async function listAll(url, member, bearer) {
  const found = [];
  for (let page = ""; ;) {
    const headers = { authorization: `Bearer ${bearer}` };
    const answer = await fetchJson({ method: "GET", url: page ? `${url}?pageToken=${page}` : url, headers });
    found.push(...(answer[member] ?? []));
    page = answer.nextPageToken ?? "";
    if (!page) return found;
  }
}
