import path from "node:path";
import { readApp, type AppSources, type ImageSources } from "./app-content.ts";
import { writeFileSet } from "./file-set.ts";
import { layerOf } from "./oci/build-image.ts";

/**
 * Writes the content of /app in the image, one folder per layer (`native/`, `code/`, `model/`): the Dockerfile copies
 * them, so that its layers are those of the archive.
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
