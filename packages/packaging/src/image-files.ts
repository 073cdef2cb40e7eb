import path from "node:path";
import { readApp, type AppSources, type ImageSources } from "./app-content.ts";
import { writeFileSet } from "./file-set.ts";
import { layerOf } from "./oci/build-image.ts";

/**
 * Writes what the image has in /app, one folder for each layer (`native/`, `code/`, `model/`): what the Dockerfile copies,
 * so that its layers are the ones of the archive.
 */
export async function writeImageFiles(
  sources: AppSources & { readonly image: ImageSources },
  outDir: string,
): Promise<void> {
  const app = await readApp(sources, (line) => void process.stderr.write(`${line}\n`));
  const files = await app.imageFiles(sources.image);
  await writeFileSet(
    path.resolve(outDir),
    files.map((file) => ({ ...file, path: `${layerOf(file)}/${file.path}` })),
  );
}
