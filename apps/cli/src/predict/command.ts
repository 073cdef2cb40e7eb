import type { Command } from "../command.ts";
import { LOCAL_URL } from "../flag-values.ts";
import { flagLines } from "../flags.ts";
import { flags, parseOptions } from "./options.ts";
import { predictFile } from "./run.ts";

const help = `Usage: modelport predict <file> [flags]

Scores every row of a CSV or NDJSON file (- for standard input) with a model that
modelport serves, and writes each row with its answer, in the input's order.

Flags:
${flagLines(flags)}

Columns: those of the file, then the answer's, then error, which is empty for a scored
row. Columns that are no fields of the model are written out, but not sent. Where the
file has a column of the answer's name, the answer's is called modelport_<name>.

With --output the run can be interrupted: the rows done are in <file>.part, and the same
command goes on from there.

Environment:
  MODELPORT_TOKEN  sent as Authorization: Bearer <token>; never printed

Exit codes: 0 all rows scored, 3 some rows were bad, 2 a wrong command line,
1 anything else; 130 or 143 interrupted.

Examples:
  modelport predict customers.csv -o scored.csv
      with the local stack (${LOCAL_URL})
  modelport predict customers.csv --url https://model.example.com --explain -o scored.csv
  modelport predict events.jsonl --url https://model.example.com -o scored.jsonl
  cat customers.csv | modelport predict - --format csv --url https://model.example.com > scored.csv`;

export const predict: Command = {
  name: "predict",
  summary: "score every row of a CSV or NDJSON file",
  help,
  run: (argv, surroundings) => predictFile(parseOptions(argv, surroundings.environment), surroundings),
};
