const entities = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }));

/** Control characters (line breaks and tabs become spaces first), soft hyphens, zero-width and bidirectional marks. */
const invisible = /[\p{Cc}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * A message's text as it was meant: mentions out, entities decoded, NFKC, plain quotes, no invisible characters, single spaces.
 * Where the bot's own name is given, mentions of anybody else are kept as their names ("add <at>Researcher 2</at>").
 * Mentions and entities: Activity schema, "Mention"; Teams leaves `&nbsp;` around them.
 */
export function normaliseMessage(text: string, botName?: string): string {
  let result = text;
  if (result.includes('<')) {
    result = result.replace(/<at\b[^>]*>(.*?)<\/at>/gis, (_, name: string) =>
      botName === undefined || sameName(name, botName) ? ' ' : ` ${name} `,
    );
    result = result.replace(/<(?:br|\/p|\/div)\s*\/?>/gi, ' ');
  }
  if (result.includes('&')) result = result.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,5});/gi, decodeEntity);
  return result
    .normalize('NFKC')
    .replace(/[\u2018\u2019\u201b\u2032]/g, "'")
    .replace(/[\u201c\u201d\u201f]/g, '"')
    .replace(/[\u2010-\u2012]/g, '-')
    .replace(/[\s\u0085]+/g, ' ')
    .replace(invisible, '')
    .trim();
}

function sameName(mentioned: string, botName: string): boolean {
  return mentioned.trim().toLowerCase() === botName.trim().toLowerCase();
}

function decodeEntity(whole: string, body: string): string {
  if (!body.startsWith('#')) return entities.get(body.toLowerCase()) ?? whole;
  const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
  return Number.isNaN(code) || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)
    ? whole
    : String.fromCodePoint(code);
}
