export { CsvError, type CsvRecord, csvRecords } from "./csv-reader.ts";
export { csvCell, csvRecord } from "./csv-writer.ts";
