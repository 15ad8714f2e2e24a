/** One word of a sentence. */
export interface Token {
  /** Lower case, without punctuation around it or a possessive. */
  readonly word: string;
  /** Where the written word begins and ends in the sentence. */
  readonly start: number;
  readonly end: number;
  /** A colon or a dash follows: what comes next is said about what was before. */
  readonly colon: boolean;
  /** A comma, a full stop or the end follows. */
  readonly pause: boolean;
}

const contractions = new Map<string, readonly string[]>(
  Object.entries({
    "i'm": ['i', 'am'],
    im: ['i', 'am'],
    "i've": ['i', 'have'],
    ive: ['i', 'have'],
    "i'd": ['i', 'would'],
    id: ['i', 'would'],
    "i'll": ['i', 'will'],
    "we're": ['we', 'are'],
    "we've": ['we', 'have'],
    "we'd": ['we', 'would'],
    "we'll": ['we', 'will'],
    "what's": ['what', 'is'],
    whats: ['what', 'is'],
    "who's": ['who', 'is'],
    whos: ['who', 'is'],
    "how's": ['how', 'is'],
    hows: ['how', 'is'],
    "where's": ['where', 'is'],
    wheres: ['where', 'is'],
    "that's": ['that', 'is'],
    "it's": ['it', 'is'],
    "there's": ['there', 'is'],
    "let's": ['let', 'us'],
    lets: ['let', 'us'],
    "don't": ['do', 'not'],
    dont: ['do', 'not'],
    "doesn't": ['does', 'not'],
    doesnt: ['does', 'not'],
    "didn't": ['did', 'not'],
    didnt: ['did', 'not'],
    "can't": ['can', 'not'],
    cant: ['can', 'not'],
    cannot: ['can', 'not'],
    "won't": ['will', 'not'],
    wont: ['will', 'not'],
    "isn't": ['is', 'not'],
    isnt: ['is', 'not'],
    "aren't": ['are', 'not'],
    "wasn't": ['was', 'not'],
    "weren't": ['were', 'not'],
    "hasn't": ['has', 'not'],
    "haven't": ['have', 'not'],
    "shouldn't": ['should', 'not'],
    "mustn't": ['must', 'not'],
    "couldn't": ['could', 'not'],
    wanna: ['want', 'to'],
    gonna: ['going', 'to'],
    gotta: ['have', 'to'],
    gimme: ['give', 'me'],
    lemme: ['let', 'me'],
  }),
);

const chunks = /\S+/g;
const leading = /^[^\p{L}\p{N}{€$£#*~/.]+/u;
const trailing = /[^\p{L}\p{N}}€$£%/*]+$/u;

/** The words of a normalised message, contractions spelled out. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(chunks)) {
    let chunk = match[0];
    let start = match.index;
    const lead = leading.exec(chunk);
    if (lead) {
      if (lead[0].length === chunk.length) {
        markLast(tokens, /^(?:-+|–|—|:|=>?|->)$/.test(chunk), /[.,;!?]/.test(chunk));
        continue;
      }
      start += lead[0].length;
      chunk = chunk.slice(lead[0].length);
    }
    const trail = trailing.exec(chunk)?.[0] ?? '';
    if (trail.length > 0) chunk = chunk.slice(0, -trail.length);
    if (chunk.length === 0) continue;
    const end = start + chunk.length;
    const colon = trail.includes(':') || trail.includes('—');
    const pause = /[.,;!?)]/.test(trail);
    for (const word of wordsOf(chunk.toLowerCase())) tokens.push({ word, start, end, colon, pause });
  }
  return tokens;
}

function wordsOf(chunk: string): readonly string[] {
  const spelledOut = contractions.get(chunk);
  if (spelledOut) return spelledOut;
  if (chunk.includes("'")) return [chunk.replace(/'s?$/, '').replaceAll("'", '')];
  return [chunk];
}

function markLast(tokens: Token[], colon: boolean, pause: boolean): void {
  const last = tokens.at(-1);
  if (last) tokens[tokens.length - 1] = { ...last, colon: last.colon || colon, pause: last.pause || pause };
}
