/** Longer than any name; what somebody wrote is not repeated further than that. */
const most = 60;

/** What somebody wrote, in quotation marks, as messages repeat it. */
export function quoted(said: string): string {
  return said.length <= most ? `"${said}"` : `"${said.slice(0, most - 1).toWellFormed()}…"`;
}
