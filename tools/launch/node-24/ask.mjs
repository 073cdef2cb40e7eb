// One call of a provider's list; an answer that is no list is a sentence.
const TIMEOUT_MILLISECONDS = 30_000;

export async function askText({ method, url, headers, body }) {
  const address = String(url);
  const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
  const response = await fetch(address, { method, headers, body, signal });
  const text = await response.text();
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${text.slice(0, 300)}`);
  return text;
}

export async function askJson(request) {
  return JSON.parse(await askText(request));
}
