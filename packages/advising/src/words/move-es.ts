import type { MoveWords } from "./move-words.ts";

const qualities: Readonly<Record<string, string>> = {
  latency: "Latencia",
  scaling: "Escalado",
  scalesToZero: "Escala a cero",
  gpu: "GPU",
  operations: "Complejidad de operación",
  lockIn: "Dependencia del proveedor",
  people: "Personas necesarias",
};

const values: Readonly<Record<string, string>> = {
  none: "nula",
  low: "baja",
  medium: "media",
  high: "alta",
  variable: "variable",
  consistent: "constante",
  automatic: "automático",
  configurable: "configurable",
};

export const moveEs: MoveWords = {
  recordTitle: (from, to) => `Migrar el modelo de ${from} a ${to}`,
  title: (from, to) => `La migración de ${from} a ${to}`,
  couldStay: (from) => `${from} cumple todas las reglas, así que la migración es opcional.`,
  forced: (from) => `${from} no puede seguir, porque no cumple todas las reglas:`,
  given: (to, best) => `Opción elegida: ${to}, como se ha pedido. Por puntuación, la primera sería ${best}.`,
  staysHere: (name) => `No hay nada que migrar: ${name} está desplegado y recomendado. Indica otro destino con --to.`,
  cost: "Lo que cuesta",
  line: "concepto",
  difference: "diferencia, USD al mes",
  total: "total",
  leastTotal: "total, sin los precios que faltan",
  noBreakEven: (from, to) =>
    `Solo por coste, el más barato de ${from} y ${to} es el mismo con cualquier número de peticiones.`,
  unknownBreakEven: "No hay punto de equilibrio, porque falta un precio.",
  team: "Lo que cambia para el equipo",
  quality: (name) => qualities[name] ?? name,
  value: (value) =>
    typeof value === "boolean" ? (value ? "sí" : "no") : (values[String(value)] ?? String(value ?? "")),
  loss: (what, reason) => `Limitación nueva, no puede: ${what}. ${reason}`,
  settings: "Configuración",
  withoutCounterpart: (to) => `Estos ajustes no tienen equivalente en ${to}:`,
  settingHead: ["clave", "por defecto", "qué es"],
  none: "ninguno",
  otherDefault: (key, from, to) => `${key} tiene otro valor por defecto: ${from} pasa a ser ${to}.`,
  decisions: (to, keys) => `Solo ${to} tiene estos, así que el equipo también tiene que decidirlos: ${keys}.`,
  outputs: (keys) => `Los scripts que leen estas salidas necesitan otras: ${keys}.`,
  steps: "Cómo hacerlo",
  stepList: (from, to) => [
    `1. Desplegar junto al stack antiguo, que sigue sirviendo: \`npx pulumi stack init ${to}\`, la configuración, \`npm run up -- ${to}\`.`,
    `2. Comprobar que ambos sirven el mismo modelo: \`npm run verify -- ${from}\`, \`npm run verify -- ${to}\`.`,
    "3. Dar a los clientes la URL nueva y sus credenciales. La API es la misma; hay que volver a configurar quién puede llamarla.",
    `4. Cuando el stack antiguo ya no reciba peticiones: \`npm run destroy -- ${from}\`.`,
  ],
};
