import type { Command } from "../command.ts";
import { flagLines } from "../flags.ts";
import { flags, parseOptions } from "./options.ts";
import { predictFile } from "./run.ts";

const help = `Usage: modelport predict <file> [flags]

Scores every row of a CSV or NDJSON file (- for standard input) with a model that
modelport serves, and writes each row with its answer, in the input's order.

Flags:
${flagLines(flags)}

Columns: those of the file, then the answer's, then error, which is empty for a scored
row. Columns that are not fields of the model are written out, but not sent. Where the
file has a column of the answer's name, the answer's is called modelport_<name>.

Files: UTF-8, UTF-16 with its mark, or as --encoding says; gzip is read as it is.

With --output the run can be interrupted: the rows done are in <file>.part, and the same
command goes on from there.

Environment:
  MODELPORT_TOKEN  sent as Authorization: Bearer <token>; never printed. Other secrets belong
                   in a file: --header @<file>, as every user sees the command lines of others
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY  as other programs take them

Exit codes: 0 all rows scored, 3 some rows were bad, 2 a wrong command line,
1 anything else; 130 or 143 interrupted.

Examples:
  modelport predict customers.csv -o scored.csv
      with the local stack of this clone
  modelport predict customers.csv --url https://model.example.com --explain -o scored.csv
  modelport predict events.jsonl --url https://model.example.com -o scored.jsonl
  modelport predict clientes.csv --delimiter ";" --decimal "," --encoding windows-1252 -o out.csv
      as Excel writes CSV in Spain, Germany or France
  cat customers.csv | modelport predict - --format csv --url https://model.example.com > scored.csv`;

export const predict: Command = {
  name: "predict",
  summary: "score every row of a CSV or NDJSON file",
  help,
  run: (argv, tools) => predictFile(parseOptions(argv, tools.environment), tools),
};
