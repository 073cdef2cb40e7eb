import type { Comparison } from "../alternatives.ts";
import type { Rejection, RuleId } from "../hard-rules.ts";
import type { Input } from "../changes.ts";
import { moveEs } from "./move-es.ts";
import type { Words } from "./words.ts";

const number = (value: number) => value.toLocaleString("es-ES", { maximumFractionDigits: 3 });
const usd = (value: number) =>
  value.toLocaleString("es-ES", { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "negative" });
/** Country codes as people write them. */
const places = (codes: string) => codes.toUpperCase();
const mebibytes = (bytes: unknown) => `${number(Number(bytes) / 1024 ** 2)} MiB`;

const grades: Readonly<Record<string, string>> = { none: "nula", low: "baja", medium: "media", high: "alta" };
const grade = (value: unknown) => grades[String(value)] ?? String(value);

const reasons: Readonly<Record<RuleId, (rejection: Rejection) => string>> = {
  "other-machines": () => "otras máquinas no pueden llamarlo",
  gpu: () => "no tiene GPU, y hace falta",
  memory: ({ needed, found }) =>
    `una instancia tiene como máximo ${number(Number(found))} MiB, y hacen falta ${number(Number(needed))}`,
  "model-size": ({ needed, found }) => `admite como máximo ${mebibytes(found)}, y el modelo ocupa ${mebibytes(needed)}`,
  timeout: ({ needed, found }) =>
    `una petición puede durar como máximo ${number(Number(found))} s, y hacen falta ${number(Number(needed))} s`,
  "request-size": ({ needed, found }) =>
    `una petición puede ocupar como máximo ${mebibytes(found)}, y hacen falta ${mebibytes(needed)}`,
  "response-size": ({ needed, found }) =>
    `una respuesta puede ocupar como máximo ${mebibytes(found)}, y hacen falta ${mebibytes(needed)}`,
  "cold-start": ({ needed }) =>
    `una petición puede tener que esperar a que arranque una instancia, que tarda más que los ${number(Number(needed))} ms permitidos`,
  "network-control": () =>
    "las rutas, las políticas de red y los balanceadores los controla la plataforma, no el equipo",
  residency: ({ needed }) => `no tiene ninguna región donde los datos deben permanecer (${places(String(needed))})`,
  "multi-cloud": ({ found }) => `su dependencia del proveedor es ${grade(found)}, y debe funcionar con más de uno`,
  settings: ({ needed }) => `su configuración no admite ${number(Number(needed))} MiB`,
  budget: ({ needed, found }) =>
    `cuesta ${usd(Number(found))} USD al mes, más que el presupuesto de ${usd(Number(needed))}`,
};

function evidence({ fact, source, asOf, note }: Rejection): string {
  const read = asOf === "" ? "" : `, leído el ${asOf}`;
  return ` (${fact}: ${source}${read})${note === undefined ? "" : `. ${note.replace(/\.$/, "")}`}.`;
}

const inputs: Readonly<Record<Input, (value: number) => string>> = {
  requestsPerMonth: (value) => `${number(value)} peticiones al mes`,
  durationMs: (value) => `${number(value)} ms por petición`,
  peakFactor: (value) => `un factor de pico de ${number(value)}`,
};

function compared(comparison: Comparison): string {
  switch (comparison.kind) {
    case "cheaper":
      return `Son ${usd(comparison.by)} USD menos que ${comparison.than}.`;
    case "costlier":
      return `Son ${usd(comparison.by)} USD más que ${comparison.than}.`;
    case "undecided":
      return `El coste por sí solo no la distingue de ${comparison.than}.`;
    case "only":
      return "Cumple todas las reglas; ningún destino lo hace.";
    case "overBudget":
      return "Supera el presupuesto.";
    case "rejected":
    case "unknown":
      return "";
  }
}

export const es: Words = {
  number,
  usd,
  price: (value) => String(value).replace(".", ","),
  headings: {
    target: "destino",
    usdPerMonth: "USD al mes",
    interval: "según la calidad de los precios",
    score: "puntos",
    people: "personas",
    weights: "Pesos",
    rejected: "Descartados",
    breakEvens: "Puntos de equilibrio, solo por coste",
    changes: "Qué cambiaría la decisión",
  },
  workload: ({ requestsPerMonth, durationMs, memoryMiB, peakFactor, team, region, services, residency }) =>
    `${number(requestsPerMonth)} peticiones al mes de ${number(durationMs)} ms, ${number(memoryMiB)} MiB, un factor de pico de ` +
    `${number(peakFactor)}, un equipo de ${team}, precios de regiones que empiezan por "${region}"` +
    (residency === undefined ? "" : `, datos en ${places(residency.join(", "))}`) +
    `${services === 1 ? "" : `; ${services} servicios como este`}.`,
  recommended: (name, title) => `Recomendación: ${name}, ${title}.`,
  nothingLeft: "Ningún destino cumple todas las reglas.",
  rejection: (rejection) => `${reasons[rejection.rule](rejection)}${evidence(rejection)}`,
  unknownPrice: (atLeast) => `al menos ${atLeast}: falta un precio`,
  elsewhere: (region) => `precios de ${region}, porque no se conocen los de la región pedida`,
  undecided: (a, b, amount) =>
    `El coste por sí solo no distingue ${a} de ${b}: una diferencia de menos de ${amount} USD al mes cabe en lo que la calidad de los precios deja abierto.`,
  unknownCost: (name) =>
    `No se sabe lo que cuesta ${name}, ni por tanto si cabe en un presupuesto o es más barato que otros: indica su precio con --prices.`,
  needsRoom: (name) => `La estimación de ${name} da por hecho que en tu clúster caben sus pods.`,
  close: (a, b) => `${a} y ${b} están muy cerca: otros pesos o precios pueden invertir el orden.`,
  weightsAre: (cost, people, risk, indifferent) =>
    `coste ${number(cost)}, personas ${number(people)}, riesgo ${number(risk)}; los costes se comparan tras sumar ${indifferent} USD al mes a cada uno.`,
  breakEven: ({ at, below, above }) =>
    `A partir de ${number(at)} peticiones al mes, ${above} es más barato que ${below}.`,
  change: ({ input, direction, value, winner, isKnown }) => {
    const what = `${winner ?? "no queda ninguno"}${isKnown ? "" : ", cuyo precio no se conoce"}`;
    return direction === "up"
      ? `A partir de ${inputs[input](value)}: ${what}.`
      : `Con ${inputs[input](value)} o menos: ${what}.`;
  },
  noChange: "Nada: ningún otro número de peticiones, duración o pico de los probados.",
  move: moveEs,
  beside: {
    alternatives: "Plataformas que modelport no despliega",
    costs: (amount) => `${amount} USD al mes.`,
    compared,
    better: (title, amount, { kind }) =>
      kind === "only"
        ? `${title} cumpliría todas las reglas, por ${amount} USD al mes; modelport no la despliega.`
        : `${title} sería más barata, ${amount} USD al mes; modelport no la despliega.`,
    switches: "Qué cambian Spot y los compromisos",
    switched: ({ name, target, savedUsd, note = "No tiene." }) =>
      `--${name}, ${target}: ${savedUsd === 0 ? "nada" : `${usd(savedUsd)} USD menos al mes`}. ${note}`,
    hours: "Horas de trabajo, que no están en ningún coste ni puntuación",
    worked: ({ target, hoursPerMonth, usdPerMonth }) =>
      `${target}: ${number(hoursPerMonth)} horas al mes, ${usd(usdPerMonth)} USD.`,
  },
  adr: {
    title: (title) => `Desplegar el modelo en ${title}`,
    titleOfNone: "Ninguna plataforma cumple todos los requisitos",
    context: "Contexto y problema",
    question: "Un equipo quiere servir un modelo ONNX por HTTP. ¿Qué destino de modelport cumple estos requisitos?",
    inputs: (digest) => `Datos de entrada, con el SHA-256 de su JSON canónico: \`${digest}\`.`,
    drivers: "Factores de la decisión",
    driverList: [
      "Primero los requisitos estrictos: ningún peso compensa lo que una plataforma no puede hacer.",
      "El coste mensual según los precios de lista, las personas que necesita la plataforma y su riesgo: operación y dependencia del proveedor.",
    ],
    considered: "Opciones consideradas",
    outcome: "Decisión",
    chosen: (name, score, following) =>
      `Opción elegida: ${name}, porque tiene la mejor puntuación ponderada, ${score}${following === undefined ? "" : `; le sigue ${following}`}.`,
    consequences: "Consecuencias",
    cannot: (what, reason) => `En contra, no puede: ${what}. ${reason}`,
    costs: (amount, low, high, { region, isElsewhere }) =>
      isElsewhere
        ? `Cuesta unos ${amount} USD al mes, de ${low} a ${high} según la calidad de los precios, que son los de ${region}: no se conocen los de la región pedida.`
        : `Cuesta unos ${amount} USD al mes en ${region}, de ${low} a ${high} según la calidad de los precios.`,
    scalesToZero: (does) => (does ? "Sin peticiones cuesta poco o nada." : "También cuesta dinero sin peticiones."),
    people: (count) => `Hace falta ${count === 1 ? "una persona" : `un equipo de ${count} personas`} para operarlo.`,
    grades: (operations, lockIn) =>
      `Complejidad de operación: ${grade(operations)}. Dependencia del proveedor: ${grade(lockIn)}.`,
    pros: "Pros y contras de las opciones",
    notBest: (score) => `Cumple todas las reglas, con ${score} puntos.`,
    lines: "La estimación, línea a línea",
    lineHead: ["concepto", "cantidad", "unidad", "USD por unidad", "USD al mes"],
    triggers: "Revisar esta decisión",
    reviewOn: "cuando se alcance uno de estos valores, o cambie un precio o un dato:",
    more: "Más información",
    pricesRead: (date) => `El precio más reciente se leyó el ${date}.`,
    notMeasured: "Los costes son estimaciones según precios de lista; no se ha medido nada en una cuenta.",
  },
};
