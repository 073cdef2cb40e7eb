import type { Command } from "../command.ts";
import { flagLines } from "../flags.ts";
import { flags, parseOptions } from "./options.ts";
import { predictFile } from "./run.ts";

const help = `Usage: modelport predict <file> [flags]

Scores every row of a CSV or NDJSON file (- for standard input) with a served model, and
writes each row with its answer, in the order of the input.

Flags:
${flagLines(flags)}

Columns: those of the file, then the answer's, then error, which is empty for a scored
row. Columns that are not fields of the model are written out, but not sent. If the file
already has a column of that name, the answer's column is called modelport_<name>.

Files: UTF-8, UTF-16 with a byte order mark, or as --encoding says; also gzip.

With --output the run can be interrupted: the finished rows are in <file>.part, and the
same command continues from there.

Environment:
  MODELPORT_TOKEN  sent as Authorization: Bearer <token>; never printed. Other secrets belong
                   in a file: --header @<file>, because other users can see command lines
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY  as in other programs

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
