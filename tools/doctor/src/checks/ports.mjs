// The ports of the local stack. `npm start` takes others by itself, so none is ever missing.
import { chooseLocalPorts } from "../../../launch/local-ports.mjs";

/** One check for each port that `npm start` will use. */
export async function checkPorts({ root }) {
  const ports = await chooseLocalPorts(root);
  return ports.map(({ configured, port, isOwn, why }) => {
    const name = `port ${configured}`;
    if (why !== undefined) return { name, status: "note", value: `${why}; npm start takes ${port} instead` };
    return { name, status: "ok", value: isOwn ? "this project's own service" : "free" };
  });
}
