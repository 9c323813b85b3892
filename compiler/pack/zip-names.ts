/** What the zip of a package is called. */

import type { Package } from "../model/model.js";

/** `todo:template.os.zip`. */
export function zipName({ name, publisher }: Pick<Package, "name" | "publisher">): string {
  return `${name}:${publisher}.zip`;
}

/**
 * Where kit looks for it: `todo:template.zip`, since it takes the last part of the publisher for the ending of a file
 * name (kit/src/build/mod.rs, `make_zip_filename`). `kit start-package` installs what it finds there.
 */
export function kitZipName({ name, publisher }: Pick<Package, "name" | "publisher">): string {
  return `${`${name}:${publisher}`.replace(/\.[^.]*$/, "")}.zip`;
}
