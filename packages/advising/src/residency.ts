// In which countries data may stay.

/** https://european-union.europa.eu/principles-countries-history/eu-countries_en, as ISO 3166 codes. */
const EUROPEAN_UNION: ReadonlySet<string> = new Set(
  "at be bg hr cy cz dk ee fi fr de gr hu ie it lv lt lu mt nl pl pt ro sk si es se".split(" "),
);

/** Codes without a country for which Intl has a name: those that ISO 3166 leaves to users, and two of groups of countries. */
const NO_COUNTRY = /^(aa|q[m-z]|x[^k]|zz|ez|un)$/;

/** Canonical codes, so that uk is gb; `undefined` if one is not a country. */
export function residencyOf(given: unknown): readonly string[] | undefined {
  const places: unknown = typeof given === "string" ? given.split(/[\s,]+/) : given;
  if (!Array.isArray(places) || places.length === 0) return undefined;
  const codes = places.map((each) => (typeof each === "string" ? codeOf(each) : undefined));
  return codes.every((each) => each !== undefined) ? [...new Set(codes)].toSorted() : undefined;
}

function codeOf(place: string): string | undefined {
  const code = place.toLowerCase();
  if (code === "eu") return code;
  if (!/^[a-z]{2}$/.test(code) || NO_COUNTRY.test(code)) return undefined;
  const { region = "" } = new Intl.Locale("und", { region: code });
  const known = new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(region);
  return known === undefined ? undefined : region.toLowerCase();
}

/** Whether data in `country` is where `residency` wants it. */
export function isAllowed(country: string, residency: readonly string[]): boolean {
  return residency.some((each) => each === country || (each === "eu" && EUROPEAN_UNION.has(country)));
}
