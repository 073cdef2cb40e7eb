import { configDefaults, defineConfig } from "vitest/config";

/** It compares what the app puts in place of Node's own classes with those, which other files have replaced by then. */
const ALONE = "src/entry/lambda/light-http.test.ts";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "shared workers",
          exclude: [...configDefaults.exclude, ALONE],
          globalSetup: ["src/entry/unpacked-zip.setup.ts"],
          // A worker imports the app and the ONNX runtime once, not once for every file.
          isolate: false,
          // Tests start real processes, which is slow on a busy machine.
          testTimeout: 30_000,
        },
      },
      { test: { name: "alone", include: [ALONE] } },
    ],
  },
});
