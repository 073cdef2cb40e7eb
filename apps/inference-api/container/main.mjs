// The image's entry point: the function on AWS Lambda, the server everywhere else.
if (process.env.AWS_LAMBDA_RUNTIME_API) {
  // Lambda sets these variables for a zip. For an image, the handler is the command.
  process.env.LAMBDA_TASK_ROOT = import.meta.dirname;
  process.env["_HANDLER"] = process.argv[2] ?? "index.handler";
  await import(new URL("bootstrap.mjs", import.meta.url).href);
} else {
  await import(new URL("server.mjs", import.meta.url).href);
}
