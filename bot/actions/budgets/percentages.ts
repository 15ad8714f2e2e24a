/** "50, 75 and 90 %": the whole percentages, and NaN for each word that is none, for whoever says so. */
export function percentagesIn(text: string): number[] {
  return text
    .split(/[\s,;%]+|\band\b/)
    .filter(Boolean)
    .map((part) => (/^\d{1,4}$/.test(part) ? Number(part) : Number.NaN));
}
