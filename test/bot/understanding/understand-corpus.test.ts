import assert from 'node:assert/strict';
import { actions } from '../../../bot/actions/index.ts';
import { Understanding } from '../../../bot/understand.ts';
import { readCorpus, type Sample } from '../../corpus/corpus.ts';
import { vocabulary } from '../../corpus/vocabulary.ts';

const parts = {
  development: readCorpus('development'),
  'held-out': [...readCorpus('held-out'), ...readCorpus('held-out-requests')],
};
const all = Object.values(parts).flat();
const understanding = new Understanding(actions);
/** Actions that have a time or an amount to find, for which a recognizer may have to run. */
const quantified = new Set(
  actions
    .filter(({ inputs }) => Object.values(inputs).some(({ kind }) => /^(date|time|duration|amount)$/.test(kind)))
    .map(({ name }) => name),
);

const judged = new Map<Sample, boolean>();

function isRight(sample: Sample): boolean {
  const { sentence, action, inputs } = sample;
  const known = judged.get(sample);
  if (known !== undefined) return known;
  const understood = understanding.understand(sentence, vocabulary);
  const right =
    understood.action === action &&
    Object.entries(inputs).every(([input, value]) => understood.inputs[input] === value);
  judged.set(sample, right);
  return right;
}

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;
}

function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

describe('understanding the corpus', () => {
  it('has eight sentences and more for every action, and sixty that fit none', () => {
    const few = actions.filter(({ name }) => all.filter(({ action }) => action === name).length < 8);

    assert.deepEqual(
      few.map(({ name }) => name),
      [],
    );
    assert.ok(all.length >= 400 && parts['held-out'].length >= 200);
    assert.ok(all.filter(({ action }) => action === null).length >= 60);
  });

  it('is written apart from the phrases', () => {
    const phrases = new Set(actions.flatMap((action) => action.phrases.map(wordsOf)));
    const taken = all.filter(({ sentence, action }) => action !== null && phrases.has(wordsOf(sentence)));

    assert.deepEqual(
      taken.map(({ sentence }) => sentence),
      [],
      'Say it in other words, or the corpus measures nothing.',
    );
  });

  for (const [name, samples] of Object.entries(parts)) {
    it(`gets 97 % of the ${name} sentences right`, () => {
      const wrong = samples.filter((sample) => !isRight(sample));
      console.log(`    ${name}: ${share(samples.length - wrong.length, samples.length)} right`);

      assert.ok(wrong.length <= 0.03 * samples.length, wrong.map(({ sentence }) => sentence).join('\n'));
    });
  }

  it('takes at most 2 % of what fits nothing for an action', () => {
    const misfits = all.filter(({ action }) => action === null);
    const taken = misfits.filter((sample) => !isRight(sample));
    console.log(`    misfits taken for an action: ${share(taken.length, misfits.length)}`);

    assert.ok(taken.length <= 0.02 * misfits.length, taken.map(({ sentence }) => sentence).join('\n'));
  });

  it('takes under 0.2 ms a sentence', () => {
    understanding.warmUp();
    // The quickest of some tries, since whatever else the machine does makes one slower.
    const every = 5;
    const some = all.filter((_, index) => index % every === 0);
    const samples = some.map(({ sentence, action }) => {
      const times = Array.from({ length: 5 }, () => {
        const start = process.hrtime.bigint();
        understanding.understand(sentence, vocabulary);
        return Number(process.hrtime.bigint() - start) / 1e6;
      });
      return { time: Math.min(...times.slice(1)), quantified: action !== null && quantified.has(action) };
    });
    const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
    const of = (kind: boolean) => samples.filter((sample) => sample.quantified === kind).map(({ time }) => time);
    const overall = median(samples.map(({ time }) => time));
    console.log(
      `    median ${overall.toFixed(3)} ms; ${median(of(false)).toFixed(3)} ms without and ${median(of(true)).toFixed(3)} ms with times and amounts`,
    );

    assert.ok(overall < 0.2, `${overall} ms`);
  });
});
