import { PackagingError } from "./errors.ts";
import { partsOf, type Platform } from "./platform.ts";

const ELF_MAGIC = 0x7f454c46;
const ELF_MACHINES: Readonly<Record<number, string>> = { 0x3e: "linux-x64", 0xb7: "linux-arm64" };
const MACH_O_64_MAGIC = 0xfeedfacf;
const MACH_O_CPUS: Readonly<Record<number, string>> = { 0x01000007: "darwin-x64", 0x0100000c: "darwin-arm64" };

/** The platform that a native library was built for, from its header (ELF `e_machine`, Mach-O `cputype`). */
export function platformOfLibrary(library: Uint8Array): string {
  const header = new DataView(library.buffer, library.byteOffset, Math.min(library.byteLength, 64));
  if (header.byteLength < 20) return "no native library";
  if (header.getUint32(0) === ELF_MAGIC) {
    const littleEndian = header.getUint8(5) === 1;
    const machine = header.getUint16(18, littleEndian);
    return ELF_MACHINES[machine] ?? `ELF machine 0x${machine.toString(16)}`;
  }
  if (header.getUint32(0, true) === MACH_O_64_MAGIC) {
    const cpu = header.getUint32(4, true);
    return MACH_O_CPUS[cpu] ?? `Mach-O CPU 0x${cpu.toString(16)}`;
  }
  return "no native library";
}

/** Refuses a native library of another platform: only its header reveals it before it runs there. */
export function assertBuiltFor(platform: Platform, name: string, library: Uint8Array): void {
  const found = platformOfLibrary(library);
  if (found !== platform) {
    const { os, cpu } = partsOf(platform);
    throw new PackagingError(
      `${name} for ${platform} was built for ${found}: reinstall onnxruntime-node (npm install), its bin/napi-v6/${os}/${cpu} must hold ${platform} libraries.`,
    );
  }
}
