// Prints the resources that the clouds still list for a destroyed stack, as JSON.
import { setTimeout as sleep } from "node:timers/promises";

// Lists by tag lag behind deletions.
const TRIES = 10;
const PAUSE_MILLISECONDS = 30_000;
const CLOUDS = {
  aws: async () => (await import("./left-at-aws.mjs")).leftAtAws,
  gcp: async () => (await import("./left-at-google.mjs")).leftAtGoogle,
};

const { stack, configuration, resources } = JSON.parse(process.argv[2]);

async function listed() {
  const left = [];
  for (const [cloud, list] of Object.entries(CLOUDS)) {
    const own = resources.filter(({ type }) => type.startsWith(`${cloud}:`));
    if (own.length > 0) left.push(...(await (await list())({ stack, configuration, resources: own })));
  }
  return left;
}

try {
  let left = await listed();
  for (let tried = 1; left.length > 0 && tried < TRIES; tried += 1) {
    await sleep(PAUSE_MILLISECONDS);
    left = await listed();
  }
  console.log(JSON.stringify(left));
} catch (error) {
  console.error(`The remaining resources cannot be listed: ${error.message}`);
  process.exitCode = 1;
}
