import { createRequire } from 'node:module';
import type { Template } from 'adaptivecards-templating';
import { LRUCache } from 'lru-cache';
import type { Card } from './card.ts';
import { clean } from './clean.ts';
import badge from './parts/badge.json' with { type: 'json' };
import budgetCharts from './parts/budget-charts.json' with { type: 'json' };
import budgetRows from './parts/budget-rows.json' with { type: 'json' };
import buttons from './parts/buttons.json' with { type: 'json' };
import comment from './parts/comment.json' with { type: 'json' };
import comments from './parts/comments.json' with { type: 'json' };
import files from './parts/files.json' with { type: 'json' };
import header from './parts/header.json' with { type: 'json' };
import problem from './parts/problem.json' with { type: 'json' };
import title from './parts/title.json' with { type: 'json' };

/** Pieces that several templates share: `{ "$part": "header" }` stands for the piece, or for all of a list of pieces. */
const parts: Readonly<Record<string, object | string>> = {
  ...{ badge, budgetCharts, budgetRows, buttons, comment, comments, files, header, problem, title },
};

const require = createRequire(import.meta.url);

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Makes a card of a template: compiled at its first use, expanded once with data, so that nothing a person wrote is ever
 * evaluated. Equal data gives the same card, which is kept; treat it as frozen. Texts are cut where the data takes more than
 * `mostBytes`; a card whose data must stay whole gives a limit of its own, and keeps to it.
 */
export function cardTemplate<D extends object>(json: object, mostBytes?: number): (data: D) => Card {
  const known = new LRUCache<string, Card>({ max: 200 });
  let template: Template | undefined;
  return (data) => {
    const key = JSON.stringify(data);
    const before = known.get(key);
    if (before) return before;
    template ??= compile(json);
    const expanded = template.expand({ $root: JSON.parse(clean(key, mostBytes)) }) as Card;
    const card = { ...expanded, fallbackText: withoutMarkup(expanded.fallbackText) };
    known.set(key, card);
    return card;
  };
}

/** The template language takes as long to load as all the rest, so it is loaded with the first card, or by {@link warmTemplates}. */
function compile(json: object): Template {
  const language = require('adaptivecards-templating') as typeof import('adaptivecards-templating');
  return new language.Template(withParts(json as Json));
}

/** Loads the template language, so that nobody waits for it. */
export function warmTemplates(): void {
  require('adaptivecards-templating');
}

/** Clients that cannot show the card render its fallback text as Markdown. */
function withoutMarkup(text: string): string {
  return text.replace(/[[\]<>]/g, (bracket) => ('[<'.includes(bracket) ? '(' : ')'));
}

function withParts(node: Json): Json {
  if (Array.isArray(node)) return node.flatMap((each: Json) => withParts(each) as Json | Json[]);
  if (typeof node !== 'object' || node === null) return node;
  const { $part, ...rest } = node as { readonly [key: string]: Json };
  if (typeof $part === 'string') {
    const part = withParts(parts[$part] as Json);
    // A part that is data itself is a list of finished pieces; `$data` names another list.
    if (typeof part === 'string') return rest.$data ?? part;
    return Array.isArray(part) ? part : { ...(part as object), ...rest };
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withParts(value)]));
}
