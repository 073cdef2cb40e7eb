// Runs inside the function process on this machine, which ends with its supervisor.
import net from "node:net";

const exitWithoutSupervisor = () => process.exit(1);

// The supervisor holds the other end of stdin: when it dies, however it dies, so does this process.
new net.Socket({ fd: 0, readable: true })
  .on("close", exitWithoutSupervisor)
  .on("error", exitWithoutSupervisor)
  .resume()
  .unref();

await import("@modelport/lambda-bootstrap");
