// Where the parts of this app are, for everything that packages it.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const here = import.meta.dirname;
const require = createRequire(import.meta.url);

export const sources = {
  /** A relative MODEL_SOURCE_DIR counts from the root of the repository, wherever nx runs this. */
  modelDir: resolve(here, "../..", process.env["MODEL_SOURCE_DIR"] ?? "model"),
  serverEntry: join(here, "src/entry/server.ts"),
  lambdaEntry: join(here, "src/entry/lambda.ts"),
  pagesDir: join(here, "pages"),
  image: {
    entriesDir: join(here, "container"),
    lambdaBootstrap: require.resolve("@modelport/lambda-bootstrap"),
  },
};

/** The archive that Google builds. Apart, because who builds an image alone has no use for it. */
export const functions = {
  entry: join(here, "src/entry/functions.ts"),
  framework: require.resolve("@google-cloud/functions-framework"),
};
