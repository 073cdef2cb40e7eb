// Not in `npm test`: Nx writes the packaged artifacts again, which other tests are reading then.
import { expect, it } from "vitest";
import { packageArtifacts } from "../../launch/deploying.mjs";
import { projectEnvironment } from "../../launch/install.mjs";
import { root } from "../../launch/root.mjs";

const noBase = "/nonexistent/base.tar";
const workspace = { root, env: { ...projectEnvironment(root), MODELPORT_BASE_IMAGE: noBase, FORCE_COLOR: "true" } };

it("packaging of an image without its base fails each time, and ends with the sentence that says what to do", async () => {
  for (const time of ["the first time", "the second time, which nothing replays"]) {
    await expect(packageArtifacts(workspace, ["oci-image"]), time).rejects.toThrow(
      /\nThe base image archive \/nonexistent\/base\.tar cannot be read \(ENOENT\): correct the path\.\n\nPackaging the model and its server, with the image \(nx run inference-api:image\): failed with exit code 1; see its output above\.$/,
    );
  }
});
