/**
 * The country of each commercial region, as its ISO 3166 code. Newer services reach small regions late: each service's page says where
 * it is. Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export const COUNTRIES: Readonly<Record<string, string>> = {
  "af-south-1": "za",
  "ap-east-1": "hk",
  "ap-east-2": "tw",
  "ap-northeast-1": "jp",
  "ap-northeast-2": "kr",
  "ap-northeast-3": "jp",
  "ap-south-1": "in",
  "ap-south-2": "in",
  "ap-southeast-1": "sg",
  "ap-southeast-2": "au",
  "ap-southeast-3": "id",
  "ap-southeast-4": "au",
  "ap-southeast-5": "my",
  "ap-southeast-6": "nz",
  "ap-southeast-7": "th",
  "ca-central-1": "ca",
  "ca-west-1": "ca",
  "eu-central-1": "de",
  "eu-central-2": "ch",
  "eu-north-1": "se",
  "eu-south-1": "it",
  "eu-south-2": "es",
  "eu-west-1": "ie",
  "eu-west-2": "gb",
  "eu-west-3": "fr",
  "il-central-1": "il",
  "me-central-1": "ae",
  "me-south-1": "bh",
  "mx-central-1": "mx",
  "sa-east-1": "br",
  "us-east-1": "us",
  "us-east-2": "us",
  "us-west-1": "us",
  "us-west-2": "us",
};

/** Where {@link COUNTRIES} is from, for a target's facts. */
export const REGIONS_SOURCE = "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html";
