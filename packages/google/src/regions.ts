/**
 * The country of each region in which Cloud Run runs, as its ISO 3166 code; all have GKE. Add newer ones here.
 * Source, read on 2026-11-30: https://cloud.google.com/run/docs/locations
 */
export const COUNTRIES: Readonly<Record<string, string>> = {
  "africa-south1": "za",
  "asia-east1": "tw",
  "asia-east2": "hk",
  "asia-northeast1": "jp",
  "asia-northeast2": "jp",
  "asia-northeast3": "kr",
  "asia-south1": "in",
  "asia-south2": "in",
  "asia-southeast1": "sg",
  "asia-southeast2": "id",
  "asia-southeast3": "th",
  "australia-southeast1": "au",
  "australia-southeast2": "au",
  "europe-central2": "pl",
  "europe-north1": "fi",
  "europe-north2": "se",
  "europe-southwest1": "es",
  "europe-west1": "be",
  "europe-west2": "gb",
  "europe-west3": "de",
  "europe-west4": "nl",
  "europe-west6": "ch",
  "europe-west8": "it",
  "europe-west9": "fr",
  "europe-west10": "de",
  "europe-west12": "it",
  "me-central1": "qa",
  "me-central2": "sa",
  "me-west1": "il",
  "northamerica-northeast1": "ca",
  "northamerica-northeast2": "ca",
  "northamerica-south1": "mx",
  "southamerica-east1": "br",
  "southamerica-west1": "cl",
  "us-central1": "us",
  "us-east1": "us",
  "us-east4": "us",
  "us-east5": "us",
  "us-south1": "us",
  "us-west1": "us",
  "us-west2": "us",
  "us-west3": "us",
  "us-west4": "us",
};

/** Where {@link COUNTRIES} is from, for a target's facts. */
export const REGIONS_SOURCE = "https://cloud.google.com/run/docs/locations";

export const REGIONS: readonly string[] = Object.keys(COUNTRIES);
