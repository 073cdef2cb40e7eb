export { adrOf } from "./adr.ts";
export type { AdviceOptions } from "./advise.ts";
export { type Analysis, analyze } from "./analysis.ts";
export { estimate, type PricesByTarget, withSettings } from "./estimate.ts";
export {
  analysisMarkdown,
  breakEvenLines,
  changeLines,
  doubts,
  optionHead,
  optionRows,
  rejectedLines,
  weightsLine,
} from "./markdown.ts";
export { parseRequirements, type RawRequirements, type Requirements, RequirementsError } from "./requirements.ts";
export { parseWeights, WeightsError } from "./weights.ts";
export { type Language, LANGUAGES, type Words } from "./words/index.ts";
