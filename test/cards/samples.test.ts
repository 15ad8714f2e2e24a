import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { actions } from '../../bot/actions/index.ts';
import { buttons, isObject, type Json, parts } from '../support/card-content.ts';
import { largestInBytes } from './hostile-card.ts';
import { samples } from './samples.ts';

// The package's ES modules do not load in Node.
const { AdaptiveCard, SerializationContext, Versions } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as typeof import('adaptivecards');

/** Elements that came after version 1.5 of Adaptive Cards, or that Teams alone knows. */
const newerThanDeclared =
  /^(Badge|Icon|ProgressBar|ProgressRing|CompoundButton|Rating|Input\.Rating|Carousel|CodeBlock|Chart\..*|Component|Action\.Popover|Action\.ResetInputs|Layout\..*)$/;
/** From version 1.5 on as well, but not on every phone. */
const semanticColours = ['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention'];
/** Names of charts' own palettes (Teams, "Charts in Adaptive Cards"): they follow the theme. */
const chartColours = /^(?:good|warning|attention|neutral|(?:categorical|sequential|diverging)\w+)$/;
const badgeStyles = ['Default', 'Subtle', 'Informative', 'Accent', 'Good', 'Attention', 'Warning'];
const mostActions = 6;

/** Every object of a card, also those that stand in a fallback. */
function* everything(value: unknown): Generator<Json> {
  for (const part of parts(value)) {
    yield part;
    if (isObject(part.fallback)) yield* everything(part.fallback);
  }
}

/** All that people read on it, also where the card itself cannot be shown. */
function words(card: Json): string[] {
  return [...everything(card)].flatMap((part) =>
    ['fallbackText', 'text', 'title', 'label', 'placeholder', 'errorMessage', 'altText'].flatMap((key) =>
      typeof part[key] === 'string' ? [part[key]] : [],
    ),
  );
}

function each(check: (card: Json, name: string) => void): void {
  for (const [name, card] of Object.entries(samples)) check(JSON.parse(JSON.stringify(card)) as Json, name);
}

describe('every card', () => {
  it('is there in all its states', () => {
    assert.ok(Object.keys(samples).length >= 40, `${Object.keys(samples).length} samples`);
  });

  it('is a card as the schema has it, in version 1.5', () => {
    each((card, name) => {
      const context = new SerializationContext(Versions.v1_5);
      const parsed = new AdaptiveCard();
      parsed.parse(card, context);

      const problems = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
      // The renderer does not know what Teams added; that such an element has a fallback is asked below.
      const known = problems.filter(
        (problem) =>
          !/^Unknown element type "(Badge|Icon|Chart\.\w+(\.\w+)?)"/.test(problem) &&
          // Teams takes it in cards of any version ("Typeahead search in Adaptive Cards"); others show the plain choices.
          !/^Property "choices\.data" is supported in version 1\.6/.test(problem),
      );
      assert.deepEqual(known, [], name);
      assert.equal(card.version, '1.5', name);
    });
  });

  it('has all its places filled', () => {
    each((card, name) => assert.ok(!JSON.stringify(card).includes('${'), name));
  });

  it('says in its fallback text what it is about', () => {
    each((card, name) => {
      assert.match(String(card.fallbackText), /\w{3}/, name);
      assert.ok(String(card.fallbackText).length < 1000, name);
    });
  });

  it('holds at most six buttons in a row and stays under 28 KB', () => {
    each((card, name) => {
      for (const part of everything(card))
        if (Array.isArray(part.actions)) assert.ok(part.actions.length <= mostActions, name);
      assert.ok(Buffer.byteLength(JSON.stringify(card)) < largestInBytes, name);
    });
  });

  it('has a fallback for what is newer than the version it declares', () => {
    each((card, name) => {
      for (const part of everything(card))
        if (newerThanDeclared.test(String(part.type))) assert.ok(part.fallback, `${name}: ${part.type}`);
    });
  });

  it('describes pictures and labels fields', () => {
    each((card, name) => {
      for (const part of everything(card)) {
        const type = String(part.type);
        if (type === 'Image' || type.startsWith('Chart.')) assert.ok(part.altText, `${name}: ${type}`);
        if (type.startsWith('Input.')) assert.match(String(part.label), /\w/, `${name}: ${part.id}`);
      }
    });
  });

  it('has semantic colours only', () => {
    each((card, name) => {
      for (const part of everything(card)) {
        const allowed = part.type === 'Badge' ? badgeStyles : semanticColours;
        const colour = part.type === 'Badge' ? part.style : part.color;
        const isOfChart = part.type === undefined && chartColours.test(String(colour));
        if (colour !== undefined && !isOfChart) assert.ok(allowed.includes(String(colour)), `${name}: ${colour}`);
      }
      assert.doesNotMatch(JSON.stringify(card), /"#[0-9a-f]{3,8}"/i, name);
    });
  });

  it('has buttons that name an action and hold ids and a version alone', () => {
    const names = actions.map((action) => String(action.name));
    each((card, name) => {
      const ids = new Set([...everything(card)].map(({ id }) => id));
      for (const { type, verb, url, data, title, targetElements } of buttons(card)) {
        if (type === 'Action.OpenUrl') {
          assert.match(String(url), /^https:\/\//, name);
          continue;
        }
        assert.match(String(title), /^\p{Lu}|^\d/u, `${name}: ${title}`);
        if (type === 'Action.ToggleVisibility') {
          for (const id of targetElements as string[]) assert.ok(ids.has(id), `${name}: ${id}`);
          continue;
        }
        assert.equal(type, 'Action.Execute', name);
        assert.ok(names.includes(String(verb)), `${name}: ${verb}`);
        for (const [key, value] of Object.entries(data as Json)) {
          assert.ok(['id', 'version', 'confirmed'].includes(key), `${name}: ${key}`);
          assert.equal(typeof value, { id: 'string', version: 'number', confirmed: 'boolean' }[key], `${name}: ${key}`);
        }
      }
    });
  });

  it('shows a button where there is one, and does not hide all of them behind dots', () => {
    each((card, name) => {
      const modes = ((card.actions ?? []) as Json[]).map(({ mode }) => mode);
      assert.ok(modes.length === 0 || modes.some((mode) => mode !== 'secondary'), name);
    });
  });

  it('has one primary action at most, and one that destroys', () => {
    each((card, name) => {
      const styles = ((card.actions ?? []) as Json[]).map(({ style }) => style);
      for (const style of ['positive', 'destructive'])
        assert.ok(styles.filter((each) => each === style).length <= 1, `${name}: ${style}`);
    });
  });

  it('destroys after a confirmation that names the consequence, or with a field for the reason beside it', () => {
    each((card, name) => {
      for (const { style, data, verb } of buttons(card)) {
        const confirmed = isObject(data) && data.confirmed === true;
        const actsAtOnce = ['request.deny', 'request.withdraw', 'request.revoke'].includes(String(verb));
        // Setting a budget destroys only where it stops what runs; adding people and making a workspace destroy nothing.
        const makes = ['budget.set', 'member.add', 'workspace.create'].includes(String(verb));
        const isHarmless = makes && style === 'positive';
        if (!isHarmless) assert.equal(style === 'destructive', confirmed || actsAtOnce, `${name}: ${verb}`);
        if (confirmed && !isHarmless)
          assert.ok(
            words(card).some((text) => /Open work is lost|They lose access|no longer add or remove people/.test(text)),
            name,
          );
        if (verb === 'request.deny' || verb === 'request.revoke')
          assert.ok(
            [...parts(card)].some(({ type, id }) => type === 'Input.Text' && id === 'reason'),
            name,
          );
      }
    });
  });

  it('speaks plainly: no exclamation marks, no emoji, no please note, nothing undefined', () => {
    each((card, name) => {
      // What people call their files is theirs.
      if (name.includes('longest names')) return;
      for (const text of words(card)) {
        assert.doesNotMatch(text, /!|please note|undefined|null|NaN|Invalid|\[object/i, `${name}: ${text}`);
        assert.doesNotMatch(text, /\p{Extended_Pictographic}/u, `${name}: ${text}`);
        assert.doesNotMatch(text, / {2}|\s$|\.\.(?!\.)| ,/, `${name}: "${text}"`);
      }
    });
  });
});
