// An estimate in the columns of FOCUS 1.2, for tools that read bills in that form: https://focus.finops.org/focus-specification/v1-2/.
import { csvRecord } from "@modelport/tabular-text";
import type { CostLine } from "@modelport/target-kit";
import type { StackCost } from "./estimate.ts";

/** What no bill has: an estimate belongs to no account and is on no invoice. */
const NO_ACCOUNT = "estimate";
const NO_PROVIDER = "self-hosted";

/** A value of a column; null is an empty cell, which is FOCUS's null in a CSV file. */
type Cell = string | number | null;

interface Row {
  readonly cost: StackCost;
  readonly line: CostLine;
  readonly start: string;
  readonly end: string;
}

const providerOf = ({ cost }: Row): string => cost.target.provider?.name ?? NO_PROVIDER;
const amount = ({ line }: Row): Cell => line.usdPerMonth;
const unitPrice = ({ line }: Row): Cell => (line.isUnknown === true ? null : line.unitPrice);
const region = ({ cost }: Row): Cell => (cost.target.provider === undefined ? null : cost.region);

/**
 * Every mandatory column, and those conditional ones that an estimate knows, in the specification's order; then this project's own,
 * which begin with x_ as it demands. List prices are all there is: no discount, no commitment, no contract.
 */
const COLUMNS: Readonly<Record<string, (row: Row) => Cell>> = {
  BilledCost: amount,
  BillingAccountId: () => NO_ACCOUNT,
  BillingAccountName: () => null,
  BillingCurrency: () => "USD",
  BillingPeriodEnd: ({ end }) => end,
  BillingPeriodStart: ({ start }) => start,
  ChargeCategory: () => "Usage",
  ChargeClass: () => null,
  ChargeDescription: ({ cost, line }) => `Estimate, not billed: ${line.name} of ${cost.stack}`,
  ChargeFrequency: () => "Usage-Based",
  ChargePeriodEnd: ({ end }) => end,
  ChargePeriodStart: ({ start }) => start,
  ConsumedQuantity: ({ line }) => line.quantity,
  ConsumedUnit: ({ line }) => line.unit,
  ContractedCost: amount,
  ContractedUnitPrice: unitPrice,
  EffectiveCost: amount,
  InvoiceId: () => null,
  InvoiceIssuerName: providerOf,
  ListCost: amount,
  ListUnitPrice: unitPrice,
  PricingCategory: () => "Standard",
  PricingQuantity: ({ line }) => line.quantity,
  PricingUnit: ({ line }) => line.unit,
  ProviderName: providerOf,
  PublisherName: providerOf,
  RegionId: region,
  RegionName: region,
  ServiceCategory: () => "Compute",
  ServiceName: ({ cost }) => cost.target.facts.title,
  ServiceSubcategory: () => "Other (Compute)",
  x_IsEstimate: () => "true",
  x_IsPriceUnknown: ({ line }) => String(line.isUnknown === true),
  x_PriceGrade: ({ line }) => line.grade,
  x_PriceReadOn: ({ line }) => line.readOn,
  x_Recurrence: ({ line }) => line.recurrence,
  x_StackName: ({ cost }) => cost.stack,
};

/** The lines of a CSV file for the month that begins on `first`; lines without a quantity are left out. */
export function focusCsv(cost: StackCost, first: Date): readonly string[] {
  const next = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1));
  const [start, end] = [first, next].map((day) => day.toISOString().replace(".000Z", "Z")) as [string, string];
  const rows = cost.lines.filter(({ quantity }) => quantity > 0).map((line) => ({ cost, line, start, end }));
  return [
    csvRecord(Object.keys(COLUMNS)),
    ...rows.map((row) => csvRecord(Object.values(COLUMNS).map((cellOf) => text(cellOf(row))))),
  ];
}

/** Numbers as the specification's NumericFormat has them: with an upper-case E if there is an exponent. */
function text(cell: Cell): string {
  return typeof cell === "number" ? String(cell).toUpperCase() : (cell ?? "");
}
