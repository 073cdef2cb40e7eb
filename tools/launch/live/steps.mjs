// The steps of a live run, in order, over given operations.

/**
 * @typedef {{
 *   up: (model: "shipped" | "next") => Promise<string>,
 *   verify: () => Promise<string>,
 *   upWithoutChanges: () => Promise<string>,
 *   destroy: () => Promise<string>,
 *   leftovers: () => Promise<string[]>,
 * }} Operations each resolves to its text in the report, or rejects; `leftovers` lists the resources that the provider
 *   still has
 * @typedef {{what: string, ok: boolean, seconds: number, said: string}} Step
 */

/**
 * Runs the steps until one fails. A deployment that failed is kept, so that the reason can be found.
 * @param {Operations} operations
 * @returns {Promise<{steps: Step[], left: string[], error?: unknown}>}
 */
export async function runSteps(operations, { say = console.log, now = Date.now } = {}) {
  const steps = [];
  let left = [];
  const take = async (what, work) => {
    const started = now();
    const add = (ok, said) => steps.push({ what, ok, seconds: Math.round((now() - started) / 1000), said });
    say(`\n== ${what}`);
    try {
      add(true, await work());
    } catch (error) {
      add(false, firstLine(error));
      throw error;
    }
  };
  try {
    await take("deploy", () => operations.up("shipped"));
    await take("verify", operations.verify);
    await take("deploy again, without a change", operations.upWithoutChanges);
    await take("deploy a new model", () => operations.up("next"));
    await take("verify the new model", operations.verify);
    await take("roll back to the first model", () => operations.up("shipped"));
    await take("verify the first model", operations.verify);
    await take("destroy", operations.destroy);
    await take("list what is left", async () => {
      left = await operations.leftovers();
      if (left.length > 0) throw new Error(`${left.length} of the stack's resources are still there`);
      return "nothing";
    });
    return { steps, left };
  } catch (error) {
    return { steps, left, error };
  }
}

const firstLine = (error) => String(error?.message ?? error).split("\n")[0];
