export { adrOf } from "./adr.ts";
export { type AdviceOptions, advise, winnerOf } from "./advise.ts";
export { type Analysis, analyze, costCurve } from "./analysis.ts";
export { estimate, type PricesByTarget, settingsFor } from "./estimate.ts";
export { factsByRule, rejectionsOf } from "./hard-rules.ts";
export {
  analysisMarkdown,
  besideAdvice,
  breakEvenLines,
  changeLines,
  doubts,
  optionHead,
  optionRows,
  rejectedLines,
  table,
  weightsLine,
} from "./markdown.ts";
export { type Move, moveBetween } from "./move.ts";
export { moveMarkdown, moveSections } from "./move-report.ts";
export { homeOf } from "./place.ts";
export {
  parseRequirements,
  peakFactorOf,
  type RawRequirements,
  type Requirements,
  RequirementsError,
} from "./requirements.ts";
export { SCORED_FACTS } from "./scores.ts";
export { parseWeights, WeightsError } from "./weights.ts";
export { type Language, LANGUAGES, type Words } from "./words/index.ts";
