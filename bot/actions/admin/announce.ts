import { announceForm, everywhere } from '../../../cards/admin/announce-form.ts';
import { announceCancelled, announcePreview } from '../../../cards/admin/announce-preview.ts';
import { announceReport } from '../../../cards/admin/announce-report.ts';
import { type Announcement, announcementId } from '../../../services/announcements/announcement.ts';
import type { AnnouncementWish } from '../../../services/announcements/announcements.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { placeName } from '../../../services/workspaces/place-name.ts';
import { type Context, defineAction, type Reply } from '../action.ts';
import { cardStep } from './card-step.ts';
import { requireOwnChat } from './own-chat.ts';

/** What a button of its cards does with a draft. */
const step = cardStep({
  send: ['send the draft'],
  edit: ['edit the draft'],
  revise: ['revise the draft'],
  cancel: ['throw the draft away'],
});
const draftId = /^(send|edit|revise|cancel)\/([\w-]+)$/;

/** Tells everybody something: written, shown to the admin as it will look, sent, and followed on one card. */
export const announce = defineAction({
  name: 'admin.announce',
  summary: 'Tell everybody something',
  phrases: [
    'announce',
    'announce {message}',
    'announce: {message}',
    'announce that {message}',
    'announcement',
    'announcement: {message}',
    'make an announcement',
    'make an announcement: {message}',
    'make an announcement that {message}',
    'send an announcement',
    'tell everyone',
    'tell everyone {message}',
    'tell everyone that {message}',
    'tell everybody that {message}',
    'tell everybody {message}',
    'tell all users that {message}',
    'tell all researchers that {message}',
    'tell all members that {message}',
    'tell all workspaces that {message}',
    'let everyone know that {message}',
    'let everybody know {message}',
    'let all users know that {message}',
    'inform everyone that {message}',
    'inform all users that {message}',
    'inform all workspaces about {message}',
    'inform everybody about {message}',
    'notify everyone that {message}',
    'notify everyone: {message}',
    'notify all users about {message}',
    'notify all workspaces',
    'warn everyone that {message}',
    'warn all users about {message}',
    'broadcast',
    'broadcast {message}',
    'broadcast: {message}',
    'broadcast a message',
    'message to everyone: {message}',
    'send a message to everyone',
    'send a message to all users',
    'send a message to all workspaces: {message}',
    'post a message to all workspaces',
    'post an announcement: {message}',
    'write to everyone that {message}',
    'write to all users',
    'send everyone a message: {message}',
    'send everyone a message that {message}',
    'send all users a message: {message}',
    'announce to everyone that {message}',
    'announce to all users that {message}',
  ],
  permission: 'admin.operate',
  workspace: 'none',
  inputs: {
    message: { kind: 'text', ask: 'What shall everybody know?', label: 'Message', optional: true },
    scope: { kind: 'text', ask: 'Who shall know it?', label: 'Who gets it', optional: true },
    step,
    draft: { kind: 'text', ask: 'Which draft?', label: 'Draft', optional: true },
  },
  target(id): Readonly<Record<string, string>> {
    const [, wanted = '', draft = ''] = draftId.exec(id) ?? [];
    return wanted ? { step: wanted, draft } : {};
  },

  async run({ message, scope, step: wanted, draft }, context) {
    requireOwnChat(context);
    const { caller, origin, services } = context;
    const { key, via, version, conversation: place } = origin;
    const { announcements } = services;
    const wish = { text: message ?? '', workspace: scope === everywhere ? undefined : scope };
    const isDraft = draft !== undefined && wanted !== undefined;
    try {
      if (isDraft && wanted === 'edit') return await formReply(context, await announcements.get(caller, draft));
      if (isDraft && wanted === 'cancel')
        return await reply(context, await announcements.cancel(caller, draft, { key, via }));
      if (isDraft && wanted === 'revise')
        return await reply(context, await announcements.revise(caller, draft, wish, { key, via }));
      if (isDraft) return await reply(context, await announcements.send(caller, draft, { key, via, version, place }));
      if (message === undefined) return await formReply(context);
      return await reply(context, await announcements.draft(caller, wish, { key, via }));
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      if (error.code === 'stale') return await reply(context, await announcements.get(caller, draft!), error.message);
      if (error.code !== 'invalid') throw error;
      return await formReply(context, { ...wish, id: draft }, error.message);
    }
  },
});

/** The draft as it would look, or how far it is. What became of it is at the desk once, never what it says. */
async function reply(context: Context, announcement: Announcement, note = ''): Promise<Reply> {
  const { caller, origin, services, now } = context;
  const desk = services.adminDesk;
  const id = announcementId(announcement);
  const detail = { announcement: id, workspace: announcement.workspace ?? 'all' };
  if (announcement.state === 'cancelled') {
    await desk.note(caller, origin, { what: 'admin.announce.cancel', detail, key: `${id}/cancel` });
    return { card: announceCancelled() };
  }
  const place = await placeName(services.workspaces, announcement.workspace);
  if (announcement.state !== 'draft') {
    // The ledger of each workspace tells of it, too, and it goes out in any case.
    await desk.noteIfPossible(caller, origin, { what: 'admin.announce.send', detail, key: `${id}/send` });
    return { card: announceReport({ announcement, place, now }) };
  }
  const audience = await services.announcements.audience(caller, announcement);
  await desk.note(caller, origin, { what: 'admin.announce.plan', detail: { ...detail, people: audience.people } });
  return { card: announcePreview({ announcement, audience, place, note }) };
}

async function formReply(
  { caller, services }: Context,
  draft: Announcement | (AnnouncementWish & { readonly id?: string | undefined }) = { text: '' },
  note = '',
): Promise<Reply> {
  const id = 'state' in draft ? announcementId(draft) : draft.id;
  const places = await services.announcements.places(caller);
  return { card: announceForm({ id, message: draft.text, scope: draft.workspace ?? everywhere, places, note }) };
}
