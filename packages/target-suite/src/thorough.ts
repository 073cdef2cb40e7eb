/**
 * Whether CI is set (`0` and `false` do not count): then tests also try what takes longer and seldom finds anything else. Nx
 * keeps the results of both apart.
 */
export const isThorough = !["", "0", "false"].includes(process.env["CI"] ?? "");
