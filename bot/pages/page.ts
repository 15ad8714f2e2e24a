import { createHash } from 'node:crypto';
import type { RouteResponse } from '../door/route.ts';

const style = `
:root { color-scheme: light dark; font-family: "Segoe UI", system-ui, sans-serif; line-height: 1.5 }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f5f5f5, #1f1f1f); color: light-dark(#242424, #fff) }
main { width: min(26rem, calc(100vw - 3rem)); padding: 2rem; border-radius: .5rem; background: light-dark(#fff, #292929); box-shadow: 0 .25rem 1rem #0002 }
h1 { margin: 0 0 .25rem; font-size: 1.375rem; line-height: 1.25 }
p { margin: .75rem 0 } .subtle { color: light-dark(#616161, #adadad); margin: 0 }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 1.25rem 0 } dt { font-weight: 600 } dd { margin: 0; overflow-wrap: anywhere }
button { font: inherit; font-weight: 600; padding: .5rem 1.25rem; border: 0; border-radius: .25rem; color: #fff; background: #5b5fc7; cursor: pointer }
button:hover { background: #4f52b2 } button:focus-visible { outline: 2px solid light-dark(#242424, #fff); outline-offset: 2px }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Policy of a page without script, whose form goes to us, and from there to `sendsOnTo` at most (CSP 3, 6.4.2 form-action). */
function headers(sendsOnTo: readonly string[]): Readonly<Record<string, string>> {
  const targets = ["'self'", ...sendsOnTo.map((address) => new URL(address).origin)].join(' ');
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action ${targets}; base-uri 'none'; frame-ancestors 'none'`,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

export interface PageContent {
  readonly title: string;
  readonly subtitle?: string;
  readonly facts?: Readonly<Record<string, string>>;
  /** Finished sentences. */
  readonly text: string;
  /** A button that posts to this very address. */
  readonly button?: string;
  /** Addresses to whose origins the answer to the button may send the browser on; browsers hold redirects against the policy too. */
  readonly sendsOnTo?: readonly string[];
}

/** A small page that says one thing and needs no script. Everything is text; nothing is markup. */
export function page(
  status: number,
  { title, subtitle, facts = {}, text, button, sendsOnTo = [] }: PageContent,
): RouteResponse {
  const rows = Object.entries(facts).map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`);
  const body = [
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${style}</style>`,
    `<main><h1>${escaped(title)}</h1>`,
    subtitle ? `<p class="subtle">${escaped(subtitle)}</p>` : '',
    rows.length > 0 ? `<dl>${rows.join('')}</dl>` : '',
    `<p>${escaped(text)}</p>`,
    button ? `<form method="post"><button>${escaped(button)}</button></form>` : '',
    '</main></html>',
  ].join('');
  return { status, headers: headers(sendsOnTo), body };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
