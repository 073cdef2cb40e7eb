// `/`: a form for one instance, the answer with its reasons, and the command that repeats the request.
import { showAnswer } from "./answer.mjs";
import { copyable, curlLine } from "./curl.mjs";
import { byId, element } from "./dom.mjs";
import { fieldFor, instanceOf, showProblems, unreadable } from "./fields.mjs";
import { inChosenLanguage, language, say } from "./language.mjs";

/** @typedef {import("./answer.mjs").Model} Model */
/** @typedef {import("./fields.mjs").Instance} Instance */
/** @typedef {{title: string, detail: string, request_id: string, errors?: {pointer: string, detail: string}[]}} Problem */
/** @typedef {{instance: Instance, line: string, answer?: import("./answer.mjs").Answer, problem?: Problem}} Outcome */

const RETRY_MS = 1000;
const form = byId("form", HTMLFormElement);
const alertPlace = byId("problem", HTMLElement);

/** The language of the fields. The chosen one may already be another, and "50.000" must not become another number. */
let written = language();
/** @type {Model | undefined} */
let model;
/** @type {Outcome | undefined} */
let outcome;

inChosenLanguage(render);
await loadModel();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void submit();
});

async function loadModel() {
  for (;;) {
    const response = await fetch("model").catch(() => undefined);
    if (response?.ok) {
      model = await response.json();
      return render();
    }
    alertPlace.textContent = say(response ? "starting" : "unreachable");
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

function render() {
  if (!model) return;
  alertPlace.textContent = "";
  const title = say("tryTitle", { title: model.title });
  byId("title", HTMLElement).textContent = title;
  document.title = title;
  byId("description", HTMLElement).textContent = model.description;
  const entered = form.elements.length > 1 ? instanceOf(model.features, form, written) : undefined;
  written = language();
  const fields = model.features.map((feature) => fieldFor(feature, entered ? entered[feature.name] : feature.example));
  byId("fields", HTMLElement).replaceChildren(...fields);
  if (outcome) renderOutcome(model, outcome);
}

/**
 * @param {Model} of
 * @param {Outcome} shown
 */
function renderOutcome(of, { instance, line, answer, problem }) {
  byId("answer", HTMLElement).replaceChildren(
    answer ? showAnswer(of, instance, answer) : element("p", { class: "quiet" }, say("nothingYet")),
  );
  byId("repeat", HTMLElement).replaceChildren(element("h3", {}, say("repeat")), copyable(line));
  const elsewhere = showProblems(form, problem?.errors ?? []);
  if (problem) alertPlace.replaceChildren(...problemText(problem, elsewhere));
}

/**
 * @param {Problem} problem
 * @param {readonly string[]} elsewhere
 */
function problemText({ title, detail, request_id }, elsewhere) {
  const sentences = elsewhere.length > 0 ? elsewhere : [detail];
  return [
    element("p", {}, say("wrong"), " ", element("strong", { lang: "en" }, `${title}.`)),
    ...sentences.map((sentence) => element("p", { lang: "en" }, sentence)),
    element("p", { class: "quiet" }, say("requestId", { id: request_id })),
  ];
}

/** The answer to an earlier request must not be shown next to a form that could not be sent. */
function forgetOutcome() {
  outcome = undefined;
  byId("answer", HTMLElement).replaceChildren(element("p", { class: "quiet" }, say("nothingYet")));
  byId("repeat", HTMLElement).replaceChildren();
}

async function submit() {
  if (!model) return;
  const instance = instanceOf(model.features, form, written);
  alertPlace.replaceChildren();
  const problems = unreadable(model.features, instance);
  showProblems(form, problems, written);
  if (problems.length > 0) return forgetOutcome();
  const explained = model.onnx.outputs.contributions !== undefined;
  const path = `api/v1/predict${explained ? "?explain=true" : ""}`;
  const request = { method: "POST", path, contentType: "application/json", body: JSON.stringify(instance) };
  const headers = { "content-type": request.contentType };
  const response = await fetch(path, { method: "POST", headers, body: request.body }).catch(() => undefined);
  const body = await response?.json().catch(() => undefined);
  if (!response || body === undefined) {
    alertPlace.textContent = say("unreachable");
    return;
  }
  outcome = { instance, line: curlLine(request), ...(response.ok ? { answer: body } : { problem: body }) };
  renderOutcome(model, outcome);
  if (response.ok) byId("outcome-title", HTMLElement).focus();
  else if (!form.querySelector("[aria-invalid]")) alertPlace.focus();
}
