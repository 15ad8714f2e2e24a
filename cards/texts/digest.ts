const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

/** What a Monday's digest says, in one language. */
export interface DigestTexts {
  readonly title: string;
  readonly summary: (waiting: number, mine: number) => string;
  readonly waiting: string;
  readonly mine: string;
  readonly more: (count: number) => string;
  readonly files: (count: number) => string;
  readonly states: Readonly<Record<'pending' | 'returned' | 'draft' | 'ending', string>>;
  /** When it came to be so, so many hours ago. */
  readonly since: (hours: number) => string;
  readonly lastWeek: (approved: number, denied: number) => string;
  readonly usually: (hours: number) => string;
  readonly show: (name: string) => string;
  readonly showWaiting: string;
  readonly showMine: string;
  readonly mail: { readonly next: string; readonly stop: string };
}

function counted(a: number, of: string, b: number, andOf: string, and: string): string {
  return [a > 0 ? `${a} ${of}` : '', b > 0 ? `${b} ${andOf}` : ''].filter(Boolean).join(` ${and} `);
}

const en: DigestTexts = {
  title: 'Your week in Labdesk',
  summary: (waiting, mine) =>
    [
      waiting > 0 ? `${many(waiting, 'request waits', 'requests wait')} for you` : '',
      mine > 0 ? `${many(mine, 'request of yours is', 'requests of yours are')} open` : '',
    ]
      .filter(Boolean)
      .join(', ') || 'Nothing waits for you',
  waiting: 'Waiting for you',
  mine: 'Yours',
  more: (count) => `and ${count} more`,
  files: (count) => many(count, 'file', 'files'),
  states: {
    pending: 'not decided yet',
    returned: 'waits for your answer',
    draft: 'a draft, not sent yet',
    ending: 'access ends this week',
  },
  since: (hours) => (hours < 24 ? 'less than a day ago' : `${many(Math.floor(hours / 24), 'day', 'days')} ago`),
  lastWeek: (approved, denied) => `Last week ${counted(approved, 'approved', denied, 'denied', 'and')}`,
  usually: (hours) =>
    hours < 48
      ? `, usually within ${many(Math.max(1, Math.round(hours)), 'hour', 'hours')}`
      : `, usually within ${many(Math.round(hours / 24), 'day', 'days')}`,
  show: (name) => `Show ${name}`,
  showWaiting: 'Waiting for me',
  showMine: 'My requests',
  mail: {
    next: 'Write "waiting for me" or "my requests" to Labdesk in Teams to see them.',
    stop: 'To get no more mails, write "stop the mails" to Labdesk in Teams.',
  },
};

const de: DigestTexts = {
  title: 'Ihre Woche in Labdesk',
  summary: (waiting, mine) =>
    [
      waiting > 0 ? `${many(waiting, 'Antrag wartet', 'Anträge warten')} auf Sie` : '',
      mine > 0 ? `${many(mine, 'Ihrer Anträge ist', 'Ihrer Anträge sind')} offen` : '',
    ]
      .filter(Boolean)
      .join(', ') || 'Nichts wartet auf Sie',
  waiting: 'Wartet auf Sie',
  mine: 'Ihre Anträge',
  more: (count) => `und ${count} weitere`,
  files: (count) => many(count, 'Datei', 'Dateien'),
  states: {
    pending: 'noch nicht entschieden',
    returned: 'wartet auf Ihre Antwort',
    draft: 'ein Entwurf, noch nicht abgeschickt',
    ending: 'der Zugang endet diese Woche',
  },
  since: (hours) => (hours < 24 ? 'vor weniger als einem Tag' : `vor ${many(Math.floor(hours / 24), 'Tag', 'Tagen')}`),
  lastWeek: (approved, denied) => `Letzte Woche ${counted(approved, 'genehmigt', denied, 'abgelehnt', 'und')}`,
  usually: (hours) =>
    hours < 48
      ? `, meist innerhalb von ${many(Math.max(1, Math.round(hours)), 'Stunde', 'Stunden')}`
      : `, meist innerhalb von ${many(Math.round(hours / 24), 'Tag', 'Tagen')}`,
  show: (name) => `Antrag ${name} zeigen`,
  showWaiting: 'Wartet auf mich',
  showMine: 'Meine Anträge',
  mail: {
    next: 'Schreiben Sie Labdesk in Teams "waiting for me" oder "my requests", um sie zu sehen.',
    stop: 'Wenn Sie keine Mails mehr möchten, schreiben Sie Labdesk in Teams "stop the mails".',
  },
};

const languages: Readonly<Record<string, DigestTexts>> = { en, de };

/** The texts in the language of a locale (BCP 47); English for those that are not here. */
export function digestTexts(locale = 'en'): DigestTexts {
  return languages[locale.toLowerCase().split('-')[0] ?? ''] ?? en;
}
