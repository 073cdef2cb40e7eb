// Prints from where a deployment can be called, as JSON `{from?, portForward?}`: empty for one that needs no certain place.
import { portForwardLine } from "@modelport/target-kit/curl-line";
import { parseRequestAuth } from "@modelport/target-kit/request-auth";

const [, , url, text] = process.argv;
const auth = parseRequestAuth(text);

/** For the end of "Request a prediction". */
function placeOf({ kind, cidrs }) {
  if (kind === "address-ranges") return `from ${cidrs.join(", ")}`;
  if (kind === "ecs-service") return "from inside the VPC";
  return kind === "kubectl-port-forward" ? "from a machine whose kubectl reaches the cluster" : undefined;
}

console.log(JSON.stringify(auth === undefined ? {} : { from: placeOf(auth), portForward: portForwardLine(auth, url) }));
