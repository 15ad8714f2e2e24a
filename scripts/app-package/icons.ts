import { type Picture, readPng } from './png.ts';

/** Where the drawings and the pictures made of them lie. */
export const iconFolder = new URL('../../manifest/icons/', import.meta.url);

/** Edge in pixels of each icon; Teams takes no other. Teams app icons, "Color icon" and "Outline icon". */
export const iconSizes = { color: 192, outline: 32 } as const;

export type IconName = keyof typeof iconSizes;

/** What is wrong with an icon by Teams' rules, as finished sentences; empty where nothing is. */
export function iconProblems(name: IconName, png: Uint8Array): string[] {
  const file = `${name}.png`;
  const edge = iconSizes[name];
  let picture: Picture;
  try {
    picture = readPng(png);
  } catch (error) {
    return [`${file} cannot be read: ${(error as Error).message}.`];
  }
  const { width, height } = picture;
  const problems: string[] = [];
  if (width !== edge || height !== edge)
    problems.push(`${file} is ${width} x ${height} pixels; make it ${edge} x ${edge}.`);
  const pixels = picture.pixels();
  if (name === 'color') {
    if (pixels.some(([, , , alpha]) => alpha < 255)) problems.push(`${file} shows through; fill its whole square.`);
    return problems;
  }
  const seen = pixels.filter(([, , , alpha]) => alpha > 0);
  if (seen.length === 0) problems.push(`${file} is empty.`);
  if (seen.length === pixels.length) problems.push(`${file} has no transparent background.`);
  if (seen.some(([red, green, blue]) => red + green + blue < 3 * 255))
    problems.push(`${file} has colours; white and transparency alone are allowed.`);
  return problems;
}
