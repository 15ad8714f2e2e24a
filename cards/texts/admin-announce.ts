import { listing, plural, span } from '../wording.ts';

/** What admins read when they tell everybody something, and what everybody reads. */
export const announceTexts = {
  title: (place: string | undefined) => (place ? `For everybody in ${place}` : 'For everybody'),
  from: (who: string) => `${who}, for the admins`,
  gone: (names: readonly string[], more: number) =>
    names.length + more === 1
      ? `The group of ${names[0]} is gone; nobody there is told.`
      : `The groups of ${listing(more > 0 ? [...names, plural(more, 'more workspace')] : names)} are gone; nobody there is told.`,
  form: {
    title: 'Tell everybody something',
    subtitle: 'You see how it will look, and who gets it, before it is sent.',
    message: 'Message',
    placeholder: 'What everybody shall know, and what they can do.',
    scope: 'Who gets it',
    all: 'Everybody in all workspaces',
    one: (place: string) => `Everybody in ${place}`,
  },
  preview: {
    title: 'Send this?',
    people: (count: number) => `${plural(count, 'person')} would get it, each once.`,
    nobody: 'Nobody is there to get it. Choose another workspace.',
    places: (places: readonly string[], more: number) =>
      `They work in ${places.join(', ')}${more > 0 ? ` and ${plural(more, 'more workspace')}` : ''}.`,
    place: (name: string, people: number) => `${name} (${people})`,
    mail: 'Whom Teams does not reach gets it by mail. What is sent cannot be called back.',
    cancelled: 'Nothing was sent',
    cancelledText: 'Nobody was told, and the draft is gone.',
  },
  report: {
    gathering: 'Finding out who gets it',
    sending: 'On its way',
    sent: 'Everybody was told',
    partly: (count: number) => `${plural(count, 'person')} could not be told`,
    perhaps: (count: number) => `${plural(count, 'person')} may not have got it`,
    failed: 'Nobody was told',
    failedText: 'The directory did not say for a day who is in the workspaces. Write the announcement again.',
    nobody: 'Nobody was there to be told.',
    line: (how: string, place: string | undefined) =>
      `Your announcement ${place ? `to ${place}` : 'to all workspaces'} is through. ${how}.`,
    facts: {
      people: 'Recipients',
      delivered: 'In Teams',
      mailed: 'By mail',
      blocked: 'Blocked Labdesk',
      unreached: 'Not reachable',
      unclear: 'Perhaps in Teams',
      left: 'Still to come',
      time: 'Time left',
    },
    time: (seconds: number) => `About ${span(seconds)}`,
    updates: 'This card changes by itself; you need not wait here.',
    waits: 'Teams does not take all of it at the moment. It goes on by itself.',
    unclear: 'Teams did not say whether it arrived, so it is not sent again.',
  },
  actions: { look: 'Show how it looks', send: 'Send', edit: 'Edit', cancel: 'Cancel' },
  mail: {
    subject: (place: string | undefined) =>
      place ? `To everybody in ${place}` : 'To everybody who works with Labdesk',
    why: 'You get this by mail, since Teams does not bring you messages from Labdesk.',
    stop: 'To get no more of these mails, write "stop the mails" to Labdesk in Teams.',
  },
} as const;
