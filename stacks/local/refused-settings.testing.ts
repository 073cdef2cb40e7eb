// What the target refuses, and what it says: each command in a sentence is tried by settings.test.ts.
import type { RefusedSettings } from "../remedies.testing.ts";

export const refusedSettings: RefusedSettings = [
  [
    { serverport: "8002" },
    [
      "modelport:serverport is not a setting of the target local (did you mean modelport:serverPort?): the settings are ...; move its value with `npx pulumi config set modelport:serverPort 8002 --stack local`, and remove the old key with `npx pulumi config rm modelport:serverport --stack local`.",
    ],
  ],
  [
    { lambdaPort: "70000" },
    [
      'modelport:lambdaPort is "70000", but it takes a whole number from 1 to 65535 (8001 when left out); set it with `npx pulumi config set modelport:lambdaPort 8001 --stack local`.',
    ],
  ],
  [
    { serverPort: "0" },
    [
      'modelport:serverPort is "0", but it takes a whole number from 1 to 65535 (8000 when left out); set it with `npx pulumi config set modelport:serverPort 8000 --stack local`.',
    ],
  ],
  [
    { memoryMiB: "2GiB" },
    [
      'modelport:memoryMiB is "2GiB", but it takes a whole number of MiB from 128 to 10240, written without the unit (1024 when left out); set it with `npx pulumi config set modelport:memoryMiB 2048 --stack local`.',
    ],
  ],
  [
    { timeoutSeconds: "1h" },
    [
      'modelport:timeoutSeconds is "1h", but it takes a whole number of seconds from 1 to 900, written without the unit (30 when left out); set it with `npx pulumi config set modelport:timeoutSeconds 900 --stack local`.',
    ],
  ],
  [
    { logLevel: "loud" },
    [
      'modelport:logLevel is "loud", but it takes one of trace, debug, info, warn, error, fatal ("info" when left out); set it with `npx pulumi config set modelport:logLevel info --stack local`.',
    ],
  ],
  [
    { logLevel: "warns" },
    [
      'modelport:logLevel is "warns", but it takes one of trace, debug, info, warn, error, fatal ("info" when left out); set it with `npx pulumi config set modelport:logLevel warn --stack local`.',
    ],
  ],
  [
    { lambdaPort: "8000" },
    [
      "modelport:serverPort and modelport:lambdaPort are both 8000, but each service needs its own port: set another one with `npx pulumi config set modelport:lambdaPort 8001 --stack local`.",
    ],
  ],
  [
    { serverPort: 65535, lambdaPort: 65535 },
    [
      "modelport:serverPort and modelport:lambdaPort are both 65535, but each service needs its own port: set another one with `npx pulumi config set modelport:lambdaPort 65534 --stack local`.",
    ],
  ],
  [
    { port: "9000" },
    [
      "modelport:port is not a setting of the target local: the settings are ...; remove it with `npx pulumi config rm modelport:port --stack local`.",
    ],
  ],
];
