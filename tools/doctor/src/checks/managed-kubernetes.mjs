// The programs with which kubectl and the provider sign in to a vendor's cluster. They are not run: gcloud takes seconds.
import { findExecutable } from "../../../pulumi/src/from-path.mjs";
import { installPage } from "../install-pages.mjs";

export async function checkEks(context) {
  return [onPath(context, "kubectl", "kubectl"), onPath(context, "aws", "AWS CLI")];
}

export async function checkGke(context) {
  return [
    onPath(context, "kubectl", "kubectl"),
    onPath(context, "gcloud", "gcloud"),
    onPath(context, "gke-gcloud-auth-plugin", "auth plugin"),
  ];
}

function onPath({ env }, program, name) {
  if (findExecutable(program, env)) return { name, status: "ok", value: `${program} is on PATH` };
  return { name, status: "missing", value: `${program} is not on PATH`, fix: installPage(program) };
}
