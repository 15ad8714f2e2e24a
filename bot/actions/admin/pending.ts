import { pendingCard } from '../../../cards/admin/pending.ts';
import { parsePendingId } from '../../../cards/admin/pending-id.ts';
import { pendingKinds } from '../../../services/desk/pending-item.ts';
import { type PendingWish, pendingPerPage } from '../../../services/desk/pending-work.ts';
import { requireAdmin } from '../../../services/policy.ts';
import { type Context, defineAction, type Reply } from '../action.ts';
import { requireOwnChat } from './own-chat.ts';

export const showPending = defineAction({
  name: 'admin.pending',
  summary: 'Show what waits for a decision',
  phrases: [
    'pending',
    'show pending',
    'what is pending',
    'pending requests in all workspaces',
    'pending approvals',
    'show pending approvals',
    'show everything that is pending',
    'everything that is pending in all workspaces',
    'all pending decisions',
    'open approvals',
    'open approvals everywhere',
    'open requests in all workspaces',
    'what is waiting',
    'what is waiting for a decision',
    'what is waiting for approval',
    'what needs approval',
    'which requests need a decision',
    'which requests wait for a decision',
    'which requests wait for a decision in all workspaces',
    'anything waiting for approval',
    'anything stuck',
    'what is stuck',
    'which approvals are overdue',
    'list everything that is overdue',
    'what is late',
    'what is in the queue',
    'approval queue',
    'backlog',
    'outstanding approvals',
    'show all pending requests everywhere',
    'what has to be approved',
    'which decisions are pending',
    'what has to be decided',
    'what is open for approval',
    'what is open for a decision',
    'which requests wait for somebody to decide',
  ],
  permission: 'admin.operate',
  readOnly: true,
  workspace: 'none',
  inputs: {
    kind: {
      kind: 'choice',
      ask: 'What shall be shown?',
      label: 'What',
      optional: true,
      // Words of the card's field; whoever writes means everything.
      choices: {
        all: ['everything that waits'],
        request: ['requests alone'],
        topup: ['top-ups alone'],
        machine: ['machines alone'],
        budget: ['budgets alone'],
        workspace: ['new workspaces alone'],
        archive: ['ends of workspaces alone'],
        review: ['reviews of members alone'],
      },
    },
    page: { kind: 'page', ask: 'Which page?', label: 'Page', optional: true },
  },

  target(id) {
    const { workspace, kind = 'all', page } = parsePendingId(id) ?? {};
    if (page === undefined) return undefined;
    return { kind, page: `${page}`, ...(workspace && { workspace }) };
  },

  async run(values, context): Promise<Reply> {
    requireAdmin(context.caller);
    requireOwnChat(context);
    const kind = pendingKinds.find((each) => each === values.kind);
    const workspace = placeIn(values, context);
    const wish = { ...(workspace && { workspace }), ...(kind && { kind }) };
    const { page, ...found } = await context.services.pendingWork.list(context.caller, {
      ...wish,
      page: Number(values.page ?? 0),
    });
    await putOnRecord(context, wish, { page, items: found.items.length, total: found.total });
    const pages = Math.ceil(found.total / pendingPerPage);
    return { card: pendingCard({ ...found, pages, shown: { ...wish, page } }, context.now), personal: true };
  },
});

/** How much was shown, and never what. */
async function putOnRecord(
  { caller, origin, services }: Context,
  wish: PendingWish,
  numbers: { readonly page: number; readonly items: number; readonly total: number },
): Promise<void> {
  const detail = { kind: wish.kind ?? 'all', workspace: wish.workspace ?? 'all', ...numbers };
  await services.adminDesk.note(caller, origin, { what: 'admin.pending', detail });
}

/** The workspace that was named; not the one that the conversation is about. */
function placeIn(values: Readonly<Record<string, string | undefined>>, { workspace }: Context): string | undefined {
  return 'workspace' in values ? workspace?.id : undefined;
}
