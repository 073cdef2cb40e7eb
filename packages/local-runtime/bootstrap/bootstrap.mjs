// Runs inside the function process on this machine, which exits with its supervisor.
import net from "node:net";

const exitWithoutSupervisor = () => process.exit(1);

// The supervisor holds the other end of stdin: however it dies, this process exits too.
new net.Socket({ fd: 0, readable: true })
  .on("close", exitWithoutSupervisor)
  .on("error", exitWithoutSupervisor)
  .resume()
  .unref();

await import("@modelport/lambda-bootstrap");
