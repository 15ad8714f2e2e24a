/** Shortest and longest id of a workspace that the template takes (`infra/workspace/workspace.json`, `workspace`). */
const shortestId = 3;
const longestId = 20;

/** Letters that do not come apart into a Latin one and a mark. */
const latin: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i' },
};

/** Letters of other scripts that look like Latin ones (Unicode Technical Standard 39, confusables). */
const lookalikes: Readonly<Record<string, string>> = {
  ...{ а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', ё: 'e', ғ: 'f', һ: 'h', н: 'h', і: 'i', ї: 'i', ј: 'j', к: 'k' },
  ...{ ӏ: 'l', м: 'm', о: 'o', р: 'p', ԛ: 'q', ѕ: 's', т: 't', ѵ: 'v', ԝ: 'w', х: 'x', у: 'y', ү: 'y', з: '3' },
  ...{ α: 'a', β: 'b', ϲ: 'c', ε: 'e', η: 'n', ι: 'i', κ: 'k', μ: 'm', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u' },
  ...{ χ: 'x', γ: 'y', ζ: 'z', օ: 'o', ո: 'n', ս: 'u', ց: 'g', հ: 'h' },
};

/** What commands and addresses mean something else by. */
const reserved = [
  'all',
  'admin',
  'admin-desk',
  'labdesk',
  'me',
  'mine',
  'new',
  'setup',
  'setups',
  'system',
  'workspace',
];

/** Devices of Windows, which no computer can be named after. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** Without marks over letters, in lower case. */
function plain(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/**
 * What a workspace of this name is called in addresses and commands: `Lung Study 3b` is `lung-study-3b`. Empty where nothing of it is left.
 * A number at the end joins the word before it, since requests are named by a hyphen and a number.
 */
export function idOf(name: string): string {
  const letters = [...plain(name)].map((letter) => latin[letter] ?? letter).join('');
  const words = letters
    .replace(/['’.]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const hyphen = words.lastIndexOf('-', longestId);
  const cut = words.length <= longestId ? words : words.slice(0, hyphen > longestId / 2 ? hyphen : longestId);
  return cut.replace(/(?:-\d+)+$/, (numbers) => numbers.replaceAll('-', '')).replace(/-+$/g, '');
}

/** True for an id that the template takes, and that nothing else is called. */
export function isId(id: string): boolean {
  return (
    id.length >= shortestId &&
    id.length <= longestId &&
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) &&
    !reserved.includes(id)
  );
}

/** The same for names that people cannot tell apart: case, spaces, hyphens, marks and letters of other scripts do not count. */
export function likeness(name: string): string {
  return [...plain(name)]
    .map((letter) => latin[letter] ?? lookalikes[letter] ?? letter)
    .join('')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** A name that may stand in cards, tags and the directory: letters, digits and a little punctuation, one space between words. */
export function isPlainName(name: string): boolean {
  return /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}]| (?! )|[-.,&()'’+_/:#])*$/u.test(name) && !/ $/.test(name);
}

/** Without invisible characters, in one form, with single spaces. */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\p{Cs}/gu, '')
    .trim();
}

/** A name that a machine of Windows and of Linux may have: 3 to 15 letters, digits and hyphens, no number alone. */
export function isMachineName(name: string): boolean {
  return /^[a-z](?:[a-z0-9-]{1,13})[a-z0-9]$/i.test(name) && !devices.test(name.toLowerCase());
}
