import { type DataRequest, requestName } from '../../services/requests/request.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { fileSize } from '../file-size.ts';
import { harmless } from '../harmless.ts';
import { headline } from '../headline.ts';
import { day, moment } from '../moment.ts';
import { cardTemplate } from '../render.ts';
import { share } from '../share.ts';
import { requestTexts as words } from '../texts/requests.ts';
import { plural } from '../wording.ts';
import template from './links.json' with { type: 'json' };

const { links: said, actions, facts } = words;
const render = cardTemplate(template, 27_000);
/** Up to here each file has a row; more are buttons, so that a hundred still fit. */
const mostRows = 30;
/** Teams shows as many buttons in a row. */
const mostInRow = 6;
/** Of a card with so many buttons, a title's bytes left out. */
const buttonBytes = 60;
const mostBytes = 24_000;
const mostTitleBytes = 60;

export interface FileLink {
  readonly path: string;
  readonly bytes: number;
  readonly url: string;
}

/** The links to a request's files, one a file, for the chat of the person they were made for. */
export function linksCard(request: DataRequest, links: readonly FileLink[], validUntil: Date): Card {
  const name = requestName(request);
  const title = said.title(plural(links.length, 'file'));
  const inRows = links.length <= mostRows;
  const room = mostBytes - links.reduce((sum, { url }) => sum + url.length + buttonBytes, 0);
  const paths = share(
    links.map(({ path }) => (inRows ? path : harmless(path))),
    inRows ? 2_400 : Math.min(links.length * mostTitleBytes, room),
  );
  const buttons = links.map(({ url }, index) => ({ title: paths[index]!, url }));
  return render({
    fallbackText: `${title} (${name}): ${said.note(links.length)}`,
    ...headline(title),
    subtitle: name,
    facts: [
      { title: said.valid, value: moment(validUntil.toISOString()) },
      ...(request.accessUntil ? [{ title: facts.accessUntil, value: day(request.accessUntil) }] : []),
    ],
    rows: inRows
      ? links.map(({ bytes, url }, index) => ({
          path: paths[index]!,
          size: `\u2002${fileSize(bytes)}`,
          title: actions.download,
          url,
        }))
      : [],
    sets: inRows ? [] : inSets(buttons),
    note: said.note(links.length),
    buttons: [button(actions.showNamed(name), 'request.show', { id: name })],
  });
}

function inSets<T>(all: readonly T[]): { readonly links: readonly T[] }[] {
  return Array.from({ length: Math.ceil(all.length / mostInRow) }, (_, index) => ({
    links: all.slice(index * mostInRow, (index + 1) * mostInRow),
  }));
}
