/** RFC 4180, in UTF-8 with a mark that spreadsheets know it by. No cell is taken for a formula. */
export function csvText(columns: readonly string[], rows: Iterable<readonly string[]>): string {
  return `\ufeff${csvLine(columns)}${Iterator.from(rows).reduce((text, row) => text + csvLine(row), '')}`;
}

/** One record of RFC 4180, with its end. */
export function csvLine(row: readonly string[]): string {
  return `${row.map(cell).join(',')}\r\n`;
}

/** What a spreadsheet would calculate is text to it behind an apostrophe (OWASP, "CSV Injection"); plain numbers are themselves. */
function cell(text: string): string {
  const isFormula = /^[\s"']*[=+\-@\t\r\n]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text);
  const harmless = isFormula ? `'${text}` : text;
  return `"${harmless.toWellFormed().replaceAll('\0', '').replaceAll('"', '""')}"`;
}
