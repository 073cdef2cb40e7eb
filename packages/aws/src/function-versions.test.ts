import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createVersions, diffVersions, updateVersions } from "./function-versions.ts";

const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:churn";

/** Lambda with the versions 1 to `count`, in pages of four; `inUse` by alias, by weight and by a provisioned instance. */
async function lambdaWith({ count, refuse }: { count: number; refuse?: string }) {
  const versions = new Set(Array.from({ length: count }, (_, index) => index + 1));
  const deleted: number[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://lambda");
    const answer = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    const scope = /^AWS4-HMAC-SHA256 Credential=key\/\d{8}\/eu-west-1\/lambda\/aws4_request, /;
    if (!scope.test(request.headers.authorization ?? "")) return answer(403, { Message: "unsigned" });
    const what = `${request.method} ${url.pathname}`;
    if (what === refuse) return answer(403, { Message: "User: churn is not authorized" });
    if (what === "GET /2015-03-31/functions/churn/versions") {
      const all = ["$LATEST", ...versions];
      const from = Number(url.searchParams.get("Marker") ?? 0);
      const more = from + 4 < all.length ? { NextMarker: String(from + 4) } : {};
      return answer(200, {
        Versions: all.slice(from, from + 4).map((Version) => ({ Version: String(Version) })),
        ...more,
      });
    }
    if (what === "GET /2015-03-31/functions/churn/aliases") {
      const RoutingConfig = { AdditionalVersionWeights: { 3: 0.1 } };
      return answer(200, { Aliases: [{ FunctionVersion: "2", RoutingConfig }], NextMarker: null });
    }
    if (what === "GET /2019-09-30/functions/churn/provisioned-concurrency") {
      return answer(200, { ProvisionedConcurrencyConfigs: [{ FunctionArn: `${functionArn}:4` }] });
    }
    if (what !== "DELETE /2015-03-31/functions/churn") return answer(404, {});
    const version = Number(url.searchParams.get("Qualifier"));
    versions.delete(version);
    deleted.push(version);
    return response.writeHead(204).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const env = {
    AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
  };
  return { deleted, left: () => [...versions], context: { env } };
}

const inputs = (keep: number, version = "10") => ({ functionArn, version, keep });

test("the newest stay, and what an alias, a weight or a provisioned instance uses; the oldest go first", async () => {
  const lambda = await lambdaWith({ count: 10 });
  expect(await createVersions(inputs(3), lambda.context)).toEqual({ id: functionArn, outs: inputs(3) });
  expect(lambda.deleted).toEqual([1, 5, 6, 7]);
  expect(lambda.left()).toEqual([2, 3, 4, 8, 9, 10]);
  expect(await updateVersions(inputs(1, "11"), lambda.context)).toEqual({ outs: inputs(1, "11") });
  expect(lambda.left()).toEqual([2, 3, 4, 10]);
});

test("nothing is deleted where there are no more than that", async () => {
  const lambda = await lambdaWith({ count: 3 });
  await createVersions(inputs(10, "3"), lambda.context);
  expect(lambda.deleted).toEqual([]);
});

test("without the rights it says which", async () => {
  const lambda = await lambdaWith({ count: 10, refuse: "DELETE /2015-03-31/functions/churn" });
  await expect(createVersions(inputs(3), lambda.context)).rejects.toThrow(
    'modelport:keepVersions is 3, but old versions of the function could not be deleted (Lambda answered 403 to DELETE /2015-03-31/functions/churn?Qualifier=1: {"Message":"User: churn is not authorized"}): the account that deploys needs lambda:ListVersionsByFunction, lambda:ListAliases, lambda:ListProvisionedConcurrencyConfigs and lambda:DeleteFunction; then run pulumi up again.',
  );
});

test.each([
  [inputs(3), false, []],
  [inputs(3, "11"), true, []],
  [inputs(2), true, []],
  [{ ...inputs(3), functionArn: `${functionArn}-2` }, true, ["functionArn"]],
])("%j after version 10 and three kept", (news, changes, replaces) => {
  expect(diffVersions(inputs(3), news)).toEqual({ changes, replaces, deleteBeforeReplace: false });
});
