import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { harmless } from '../harmless.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import { announceTexts } from '../texts/admin-announce.ts';
import { brief } from '../wording.ts';
import template from './announce-form.json' with { type: 'json' };

const { form, actions } = announceTexts;
/** What was written comes back whole. */
const render = cardTemplate(template, 24_000);
const mostPlaces = 60;
const mostNoteBytes = 600;
/** What the choice of all workspaces says. */
export const everywhere = '*';

export interface AnnounceForm {
  /** Of the draft that is being changed; undefined for a new one. */
  readonly id?: string | undefined;
  readonly message: string;
  /** The id of a workspace, or {@link everywhere}. */
  readonly scope: string;
  readonly places: readonly { readonly id: string; readonly name: string }[];
  /** What is missing or wrong, in finished sentences. */
  readonly note?: string;
}

/** Asks an admin what everybody shall know, and who everybody is. */
export function announceForm({ id, message, scope, places, note = '' }: AnnounceForm): Card {
  const chosen = places.filter((place) => place.id === scope);
  const others = places.filter((place) => place.id !== scope).slice(0, mostPlaces);
  const shown = [...chosen, ...others].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return render({
    fallbackText: `${form.title}. ${form.subtitle}`,
    ...headline(form.title),
    subtitle: form.subtitle,
    note: shorten(note, mostNoteBytes),
    messageLabel: form.message,
    message,
    placeholder: form.placeholder,
    scopeLabel: form.scope,
    scope: chosen.length > 0 ? scope : everywhere,
    choices: [
      { title: form.all, value: everywhere },
      ...shown.map((place) => ({ title: form.one(harmless(brief(place.name))), value: place.id })),
    ],
    buttons: [
      button(actions.look, 'admin.announce', id ? { id: `revise/${id}` } : {}, { style: 'positive' }),
      ...(id ? [button(actions.cancel, 'admin.announce', { id: `cancel/${id}` })] : []),
    ],
  });
}
