// The image's entry: on AWS Lambda the function, everywhere else the server.
if (process.env.AWS_LAMBDA_RUNTIME_API) {
  // Lambda's own values name the folder and the handler of a zip; of an image the command is the handler.
  process.env.LAMBDA_TASK_ROOT = import.meta.dirname;
  process.env["_HANDLER"] = process.argv[2] ?? "index.handler";
  await import(new URL("bootstrap.mjs", import.meta.url).href);
} else {
  await import(new URL("server.mjs", import.meta.url).href);
}
