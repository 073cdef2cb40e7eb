export { type CsvOptions, type CsvRecord, csvRecords } from "./csv-reader.ts";
export { csvCell, csvRecord } from "./csv-writer.ts";
