/** The most files of one container that are listed and searched. */
export const mostFiles = 50_000;

/** The folder of a file, with its slash; empty for a file that is in none. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
