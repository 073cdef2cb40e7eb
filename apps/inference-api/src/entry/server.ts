// The entry point for containers and laptops.
import { startServer } from "./server/start.ts";

void startServer({ name: "server" }, import.meta.filename);
