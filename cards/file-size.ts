const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** "240 kB", "1.2 MB": three digits at most, in steps of a thousand. */
export function fileSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${bytes === 1 ? 'byte' : units[unit]}`;
}
