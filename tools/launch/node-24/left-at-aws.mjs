// What AWS still lists for a stack: resources by their tag, and roles, which that list leaves out, by name.
// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { AwsV4Signer } from "aws4fetch";
import { fetchJson, fetchText } from "./fetch-list.mjs";

const TAG = "modelport-stack";
const ROLE = "aws:iam/role:Role";
const TAGGING = "ResourceGroupsTaggingAPI_20170126.GetResources";

/**
 * ARNs of what the stack's tag still names, and names of its roles that are still there.
 * @param {{stack: string, configuration: Record<string, string>, resources: {type: string, id: string}[]}} of
 *   `resources`: what the state held before the destruction
 */
export async function leftAtAws({ stack, configuration, resources }, { credentials, addressOf = hostOf } = {}) {
  const region = configuration["aws:region"];
  const profile = configuration["aws:profile"];
  const account = credentials ?? (await defaultProvider({ ...(profile && { profile }) })());
  const sign = (request, service, place) => new AwsV4Signer({ ...request, ...account, service, region: place }).sign();
  const tagged = await byTag(addressOf("tagging", region), (request) => sign(request, "tagging", region), stack);
  const names = new Set(resources.filter(({ type }) => type === ROLE).map(({ id }) => id));
  if (names.size === 0) return tagged;
  const roles = await roleNames(addressOf("iam"), (request) => sign(request, "iam", "us-east-1"));
  return [...tagged, ...roles.filter((name) => names.has(name)).map((name) => `role ${name}`)];
}

const hostOf = (service, region) =>
  `https://${[service, ...(region ? [region] : []), "amazonaws", "com"].join(".")}${region?.startsWith("cn-") ? ".cn" : ""}/`;

async function byTag(url, sign, stack) {
  const found = [];
  for (let token = ""; ;) {
    const body = JSON.stringify({ TagFilters: [{ Key: TAG, Values: [stack] }], PaginationToken: token });
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": TAGGING };
    const answer = await fetchJson(await sign({ method: "POST", url, headers, body }));
    found.push(...answer.ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN));
    token = answer.PaginationToken ?? "";
    if (!token) return found;
  }
}

async function roleNames(address, sign) {
  const found = [];
  for (let marker = ""; ;) {
    const query = new URLSearchParams({ Action: "ListRoles", Version: "2010-05-08", MaxItems: "1000" });
    if (marker) query.set("Marker", marker);
    const text = await fetchText(await sign({ method: "GET", url: `${address}?${query}`, headers: {} }));
    found.push(...[...text.matchAll(/<RoleName>([^<]+)<\/RoleName>/g)].map(([, name]) => name));
    marker = /<Marker>([^<]+)<\/Marker>/.exec(text)?.[1] ?? "";
    if (!marker) return found;
  }
}
