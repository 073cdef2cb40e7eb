// Where the parts of this app are, for everything that packages it.
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = import.meta.dirname;

export const sources = {
  modelDir: process.env["MODEL_SOURCE_DIR"] ?? join(here, "../../model"),
  serverEntry: join(here, "src/entry/server.ts"),
  lambdaEntry: join(here, "src/entry/lambda.ts"),
  pagesDir: join(here, "pages"),
  image: {
    entriesDir: join(here, "container"),
    lambdaBootstrap: fileURLToPath(import.meta.resolve("@modelport/lambda-bootstrap")),
  },
};
