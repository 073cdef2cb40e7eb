// One call of a provider's list; any other answer is an error in one sentence.
const TIMEOUT_MILLISECONDS = 30_000;

export async function fetchText({ method, url, headers, body }) {
  const address = String(url);
  const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
  const response = await fetch(address, { method, headers, body, signal });
  const text = await response.text();
  if (!response.ok) throw new Error(`${address} returned ${response.status}: ${text.slice(0, 300)}`);
  return text;
}

export async function fetchJson(request) {
  return JSON.parse(await fetchText(request));
}
