import { request } from "node:http";
import type { PinnedServer } from "../pinned-process.ts";
import { instances } from "../rows.ts";

/** Rows per second of one CSV batch of at least `rows`, from the first byte sent to the last byte received. */
export function csvBatch(server: PinnedServer, rows: number): Promise<number> {
  const names = Object.keys(instances[0] ?? {});
  const lines = instances.map((instance) => `${names.map((name) => String(instance[name])).join(",")}\n`);
  const block = lines.join("");
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const outgoing = request(`${server.url}/api/v1/predict/batch`, {
      method: "POST",
      headers: { "content-type": "text/csv" },
    });
    outgoing.on("error", reject);
    outgoing.on("response", (incoming) => {
      incoming.on("error", reject);
      if (incoming.statusCode !== 200) reject(new Error(`the CSV batch was answered ${incoming.statusCode}`));
      incoming.resume();
      incoming.on("end", () => resolve(sent / ((performance.now() - began) / 1000)));
    });
    let sent = 0;
    const more = () => {
      while (sent < rows) {
        sent += lines.length;
        if (!outgoing.write(block)) return void outgoing.once("drain", more);
      }
      outgoing.end();
    };
    outgoing.write(`${names.join(",")}\n`);
    more();
  });
}
