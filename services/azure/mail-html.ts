import type { MailContent } from '../people/mail.ts';

/**
 * The mail as HTML, with its card in the head (Outlook, "Send an actionable message via email"): Outlook shows the card in the
 * place of the text, every other client the text.
 */
export function htmlOf({ text, html, card }: MailContent, originator: string | undefined): string {
  const body = html ?? paragraphs(text);
  const script = card ? scriptOf({ ...card, ...(originator && { originator }), hideOriginalBody: true }) : '';
  return [
    '<!DOCTYPE html>',
    `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">${script}</head>`,
    `<body>${body}</body></html>`,
  ].join('\n');
}

/** No end of the script can stand inside of it. */
function scriptOf(card: object): string {
  const json = JSON.stringify(card)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
  return `<script type="application/adaptivecard+json">${json}</script>`;
}

function paragraphs(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escaped(paragraph).replace(/\n/g, '<br>')}</p>`)
    .join('\n');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => entities[sign]!);
}
