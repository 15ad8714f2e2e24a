import { span } from './wording.ts';

/** "14 minutes ago", "just now". */
export function ago(at: string, now: Date): string {
  const seconds = (now.getTime() - Date.parse(at)) / 1000;
  return seconds < 60 ? 'just now' : `${span(seconds)} ago`;
}
