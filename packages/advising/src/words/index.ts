import { en } from "./en.ts";
import { es } from "./es.ts";

export const LANGUAGES = { en, es } as const;
export type Language = keyof typeof LANGUAGES;
export type { Words } from "./words.ts";
